import fc from 'fast-check';
import type { JsonObject } from '../json.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', 'work', 'a@b', '{"value":"x"}', ']'),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const element = fc.record(
  {
    value: maybe(text),
    type: maybe(fc.constantFrom('work', 'home', 'other', 'Work')),
    display: maybe(text),
    primary: fc.constantFrom(true, false, 'True', null),
  },
  { requiredKeys: [] },
);
const wellFormed = (user: JsonObject): boolean => !JSON.stringify(user).includes('\\u0000');

/** Bodies that clients might send and that are to be accepted. */
export const arbitraryUser: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      userName: fc.string({ minLength: 1, maxLength: 12 }),
      externalId: maybe(text),
      title: maybe(text),
      active: fc.constantFrom(true, false, 'False', null),
      name: maybe(fc.record({ givenName: maybe(text), familyName: maybe(text) }, { requiredKeys: [] })),
      emails: maybe(fc.array(element, { maxLength: 4 })),
      roles: maybe(fc.array(element, { maxLength: 3 })),
      addresses: fc.array(fc.record({ formatted: maybe(text), type: maybe(text) }, { requiredKeys: [] }), {
        maxLength: 2,
      }),
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': maybe(
        fc.record({ department: maybe(text), manager: maybe(fc.record({ value: maybe(text) })) }, { requiredKeys: [] }),
      ),
    },
    { requiredKeys: ['userName'] },
  )
  .filter(wellFormed);
