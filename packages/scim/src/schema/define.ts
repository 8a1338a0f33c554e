import type { Attribute } from './attribute.ts';

type Characteristics = Partial<Omit<Attribute, 'name' | 'description'>>;

/** An attribute with the defaults of RFC 7643 §2.2 for what is left out. */
export const attribute = (name: string, description: string, characteristics: Characteristics = {}): Attribute => ({
  name,
  type: 'string',
  description,
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  canonicalValues: [],
  referenceTypes: [],
  subAttributes: [],
  ...characteristics,
});

export const complex = (
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  characteristics: Characteristics = {},
): Attribute => attribute(name, description, { type: 'complex', subAttributes, ...characteristics });

/** The usual shape of a multi-valued attribute, RFC 7643 §2.4: value, display, type, primary. */
export const multiValued = (
  name: string,
  description: string,
  value: Attribute,
  types: readonly string[],
  characteristics: Characteristics = {},
): Attribute =>
  complex(
    name,
    description,
    [
      value,
      attribute('display', 'A human-readable name, for display only.'),
      attribute('type', 'What the value is used for.', { canonicalValues: types }),
      attribute('primary', 'True for the preferred value; at most one value has it.', { type: 'boolean' }),
    ],
    { multiValued: true, ...characteristics },
  );
