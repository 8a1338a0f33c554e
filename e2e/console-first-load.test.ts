import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureConsoleBuilt } from '@rollcall/server/start';
import { beforeAll, expect, test } from 'vitest';

const budgetKb = 250;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

let dist = '';
let manifest: Record<string, Chunk> = {};
beforeAll(async () => {
  dist = (await ensureConsoleBuilt()) ?? '';
  manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
}, 120_000);

/** Gzipped kilobytes of JavaScript that these modules need, each file once. */
function loadedKb(...modules: readonly string[]): number {
  const seen = new Set<string>();
  const visit = (key: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key]?.imports ?? []) visit(next);
  };
  modules.forEach(visit);
  const files = [...seen].map((key) => manifest[key]?.file ?? key).filter((file) => file.endsWith('.js'));
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1000;
}

const app = ['index.html', 'src/routes/app.tsx'];
test.each([
  ['signing in', ['index.html', 'src/routes/sign-in.tsx', 'src/data/auth.ts']],
  ['Users, where people land', [...app, 'src/routes/users.tsx']],
  ['Integrations', [...app, 'src/routes/integrations.tsx']],
  ['Activity without its chart, which comes later', [...app, 'src/routes/activity.tsx']],
])(`the first load of %s is at most ${budgetKb} kB of JavaScript, gzipped`, (name, modules) => {
  for (const key of modules) expect(manifest, key).toHaveProperty([key]);
  const kb = loadedKb(...modules);
  console.log(`${name}: ${kb.toFixed(1)} kB`);
  expect(kb).toBeLessThanOrEqual(budgetKb);
});
