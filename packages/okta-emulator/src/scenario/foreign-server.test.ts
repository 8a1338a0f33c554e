import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startScimmy } from '../testing/scimmy-server.ts';
import { runScenario } from './run.ts';

test('the emulator tests another server than ours: scimmy-routers passes Okta’s CRUD test and group push', async () => {
  await using scimmy = await startScimmy('a-token');
  for (const name of ['okta-crud.yaml', 'okta-qa-plan.yaml']) {
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', name), 'utf8');
    const result = await runScenario(text, { url: scimmy.url, token: 'a-token' });
    expect(
      result.lines.filter((line) => !line.startsWith('✓')),
      name,
    ).toEqual([]);
  }
});
