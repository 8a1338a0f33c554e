import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Attribute, AttributeType, Mutability, Returned, Uniqueness } from './attribute.ts';
import type { DocumentReader } from './document-reader.ts';

const types = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
] as const satisfies readonly AttributeType[];
const mutabilities = ['readOnly', 'readWrite', 'immutable', 'writeOnly'] as const satisfies readonly Mutability[];
const returneds = ['always', 'never', 'default', 'request'] as const satisfies readonly Returned[];
const uniquenesses = ['none', 'server', 'global'] as const satisfies readonly Uniqueness[];

/** ATTRNAME of RFC 7643 §2.1; `$ref` is one. */
const namePattern = /^[$a-z][-\w$]*$/i;

/** RFC 7643 §7; what is left out takes the defaults of §2.2. */
export const readAttributes = (
  json: JsonValue | undefined,
  pointer: string,
  reader: DocumentReader,
  mayBeComplex: boolean,
): readonly Attribute[] => {
  const attributes: Attribute[] = [];
  const names = new Set<string>();
  const list = reader.list(json, pointer);
  if (list.length === 0) reader.issue(pointer, 'must be an array with an attribute in it');
  for (const [at, each] of list.entries()) {
    const place = `${pointer}/${at}`;
    if (!isJsonObject(each)) {
      reader.issue(place, 'must be an object');
      continue;
    }
    const attribute = readAttribute(each, place, reader, mayBeComplex);
    if (attribute === null) continue;
    if (names.has(attribute.name.toLowerCase())) reader.issue(`${place}/name`, `is “${attribute.name}” again`);
    names.add(attribute.name.toLowerCase());
    attributes.push(attribute);
  }
  return attributes;
};

const readAttribute = (
  object: JsonObject,
  pointer: string,
  reader: DocumentReader,
  mayBeComplex: boolean,
): Attribute | null => {
  const name = reader.text(object, 'name', pointer, namePattern, 'a name of letters, digits, “-”, “_” and “$”');
  if (name === null) return null;
  // Names become keys of objects, where these mean something else.
  if (name in Object.prototype) reader.issue(`${pointer}/name`, `can’t be “${name}”`);
  const type = reader.word(object, 'type', pointer, types, 'string');
  if (type === 'complex' && !mayBeComplex)
    reader.issue(`${pointer}/type`, 'can’t be complex inside a complex attribute');
  const subs = object.subAttributes;
  if (type !== 'complex' && Array.isArray(subs) && subs.length > 0) {
    reader.issue(`${pointer}/subAttributes`, 'belong to complex attributes only');
  }
  const mutability = reader.word(object, 'mutability', pointer, mutabilities, 'readWrite');
  return {
    name,
    type,
    description: reader.optionalText(object, 'description', pointer) ?? '',
    multiValued: reader.flag(object, 'multiValued', pointer),
    required: reader.flag(object, 'required', pointer),
    caseExact: reader.flag(object, 'caseExact', pointer) || type === 'reference' || type === 'binary',
    mutability,
    // RFC 7643 §7: what is written only is never returned.
    returned: mutability === 'writeOnly' ? 'never' : reader.word(object, 'returned', pointer, returneds, 'default'),
    uniqueness: reader.word(object, 'uniqueness', pointer, uniquenesses, 'none'),
    canonicalValues: reader.texts(object, 'canonicalValues', pointer),
    referenceTypes: reader.texts(object, 'referenceTypes', pointer),
    subAttributes:
      type === 'complex' && mayBeComplex ? readAttributes(subs, `${pointer}/subAttributes`, reader, false) : [],
  };
};
