import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineOfPointer } from './json-lines.ts';

const text = `[
  {
    "id": "urn:a\\"]",
    "attributes": [
      { "name": "one", "type": "string" },
      {
        "na~me/": "two",
        "type":
          "sting"
      }
    ], "last": -1.5e3
  }
]`;

test.each([
  ['', 1],
  ['/0', 2],
  ['/0/id', 3],
  ['/0/attributes', 4],
  ['/0/attributes/0/type', 5],
  ['/0/attributes/1', 6],
  ['/0/attributes/1/na~0me~1', 7],
  ['/0/attributes/1/type', 9],
  ['/0/last', 11],
  ['/0/attributes/1/missing/deeper', 6],
  ['/7', 1],
])('%s stands on line %i', (pointer, line) => {
  expect(lineOfPointer(text, pointer)).toBe(line);
});

test('every value of any document is found where it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.nat(), (values, pick) => {
      const at = pick % values.length;
      const lines = values.map((value) => JSON.stringify(value));
      return lineOfPointer(`[\n${lines.join(',\n')}\n]`, `/${at}`) === at + 2;
    }),
  );
});
