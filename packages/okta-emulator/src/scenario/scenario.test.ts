import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseNames, startTestServer } from '@rollcall/server/testing';
import { describe, expect, inject, test } from 'vitest';
import { ScimRecorder } from '../testing/scim-recorder.ts';
import { runScenario } from './run.ts';
import { durationMs } from './scenario.ts';

const file = (name: string) => readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', name), 'utf8');

describe.each(databaseNames)('on %s', (database) => {
  test.each(['okta-crud.yaml', 'okta-qa-plan.yaml', 'rough-network.yaml'])('Rollcall passes %s', async (name) => {
    await using server = await startTestServer({ database, postgresUrl: inject('postgresUrl') });
    const result = await runScenario(file(name), { url: server.base, token: server.token });
    expect(result.lines.filter((line) => !line.startsWith('✓'))).toEqual([]);
    expect(result.ok).toBe(true);
  });
});

test('a server that does not do what a step expects is told with what was found', async () => {
  await using target = await ScimRecorder.start();
  const text = `
steps:
  - user: { login: ada@okta.local, profile: { title: Engineer } }
  - assign: { user: ada@okta.local }
  - expect: { user: { login: ada@okta.local, attributes: { title: Director } } }
  - deactivate: ada@okta.local
`;
  const result = await runScenario(text, { url: target.url, token: target.token });
  expect(result.ok).toBe(false);
  expect(result.lines.at(-1)).toBe('  title of ada@okta.local is "Engineer", not "Director".');
  expect(result.lines).toHaveLength(4);
});

test('a file with a mistake is refused before anything is sent', async () => {
  const result = await runScenario('steps: [{ asign: { user: x } }]', { url: 'http://127.0.0.1:9', token: 't' });
  expect(result).toMatchObject({ ok: false, lines: [expect.stringContaining('✗ steps.0')] });
  expect(await runScenario('steps: []', {})).toMatchObject({ ok: false });
});

test.each([
  ['90s', 90_000],
  ['5m', 300_000],
  ['2h', 7_200_000],
  ['30d', 2_592_000_000],
  ['soon', null],
])('%s lasts %s ms', (text, ms) => expect(durationMs(text)).toBe(ms));
