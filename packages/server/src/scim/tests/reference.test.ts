import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { referenceTables, resourceSchemas } from './reference-tables.ts';

const text = readFileSync(new URL('../../../../../docs/reference/attributes.md', import.meta.url), 'utf8');

test.each(referenceTables)('docs/reference/attributes.md has %s as the code has them', (_, expected) => {
  expect(text).toContain(expected);
});

test('docs/reference/attributes.md has a table for each schema of a resource, and no other', () => {
  const sections = [...text.matchAll(/^### `([^`]+)`$/gm)].map((match) => match[1]);
  expect(sections).toEqual(resourceSchemas.map((schema) => schema.id));
});
