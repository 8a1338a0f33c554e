import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { startTestServer } from '../testing/test-server.ts';

const main = join(import.meta.dirname, '../../../../apps/cli/src/main.ts');
const run = promisify(execFile);

test('what somebody at the provider calls people does nothing to the terminal', { timeout: 60_000 }, async () => {
  await using server = await startTestServer({ postgresUrl: inject('postgresUrl') });
  const clearsTheScreen = '\u001b[2J';
  const name = `eve${clearsTheScreen}\n\u009b31mfake@example.com  true\u202e`;
  await server.scim('POST', '/Users', { userName: name });
  await server.scim('POST', '/Groups', { displayName: 'g', 'odd\nline\u001b': 1 });
  await server.server.context.requestLog.flush();
  const env = { PATH: process.env.PATH ?? '', ROLLCALL_DATA_DIR: server.config.dataDir };
  const rollcall = async (...args: string[]) => (await run(process.execPath, [main, ...args], { env })).stdout;
  const listed = await rollcall('user', 'list');
  expect(listed.trim().split('\n')).toHaveLength(2);
  expect(listed).toContain('\\u001b[2J');
  const printed = [listed, await rollcall('user', 'list', '--json'), await rollcall('activity', 'tail')];
  for (const text of printed) expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
  expect(JSON.parse(printed[1] ?? '')).toMatchObject([{ userName: name }]);
});
