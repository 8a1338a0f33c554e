import { databaseNames, startTestServer } from '@rollcall/server/testing';
import { describe, expect, inject, test } from 'vitest';
import { report, runChecks } from './run.ts';

describe.each(databaseNames)('conformance of Rollcall on %s', (database) => {
  test('every check passes', async () => {
    await using server = await startTestServer({ database, postgresUrl: inject('postgresUrl') });
    const results = await runChecks({ baseUrl: server.base, token: server.token });
    const bad = results.filter((result) => result.grade === 'fail' || result.grade === 'warn');
    expect(report(bad)).toBe('\n0 passed, 0 warnings, 0 failed, 0 skipped');
    const left = await server.scim('GET', '/Users?count=0');
    expect(left.json.totalResults, 'what the checks made is removed again').toBe(0);
  });
});
