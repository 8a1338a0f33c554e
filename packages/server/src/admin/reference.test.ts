import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explain, explained } from './explain.ts';
import { adminReferenceTables } from './testing/reference-tables.ts';

const page = readFileSync(new URL('../../../../docs/reference/admin-api.md', import.meta.url), 'utf8');

test.each(adminReferenceTables)('docs/reference/admin-api.md has %s as the code has them', (_, table) => {
  expect(page).toContain(table);
});

test.each(explained.causes)('a request that failed for %s is explained, with what to do', (cause) => {
  const detail = {
    requestBody: null,
    responseBody: null,
    ignored: [],
    changed: [],
    resourceType: null,
    resourceId: null,
    cause,
  };
  const found = explain({ status: 400, method: 'POST', path: '/api/v1/scim/Groups', detail });
  expect(found?.title).not.toBe('');
  expect(found?.todo).not.toBe('');
});

test.each(explained.statuses)('a %i without more is explained, with what to do', (status) => {
  const found = explain({ status, method: 'POST', path: '/api/v1/scim/Users', detail: null });
  expect([found?.title, found?.why, found?.todo].every((text) => text)).toBe(true);
});

test('every error keyword of SCIM and every refusal of a token has words', () => {
  const keywords = [
    'invalidFilter',
    'tooMany',
    'uniqueness',
    'mutability',
    'invalidSyntax',
    'invalidPath',
    'noTarget',
    'invalidValue',
    'invalidVers',
    'sensitive',
    'invalidCursor',
    'expiredCursor',
    'invalidCount',
  ];
  const refusals = ['tokenMissing', 'tokenMalformed', 'tokenUnknown', 'tokenRevoked', 'tokenExpired', 'wrongHost'];
  for (const cause of [...keywords, ...refusals]) expect(explained.causes).toContain(cause);
});
