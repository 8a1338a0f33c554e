import { expect, test } from 'vitest';
import { readable } from './readable.ts';

test.each([
  ['Engineer', 'Engineer'],
  [true, 'true'],
  [null, 'null'],
  [{ familyName: 'Lovelace', givenName: 'Ada' }, 'familyName Lovelace, givenName Ada'],
  [
    [
      { value: 'ada@example.com', type: 'work', primary: true },
      { value: 'ada@home.example', primary: false },
    ],
    'ada@example.com (work, primary); ada@home.example',
  ],
  [{ value: '26118915', $ref: '../Users/26118915', displayName: 'John Smith' }, '26118915 (displayName John Smith)'],
  [[], 'none'],
])('a value of a SCIM document is told in words: %j', (value, words) => {
  expect(readable(value)).toBe(words);
});
