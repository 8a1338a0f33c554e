/** `npm run check`: format and lint, types, unused code, forbidden imports, checklist numbers without a test. Runs all, then reports. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tool = (name: string, ...path: string[]) => [join(root, 'node_modules', name, ...path)];
const node = (script: string) => [join(root, 'scripts', script)];

const checks: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'Biome', args: [...tool('@biomejs/biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '.'] },
  { name: 'types (server side)', args: [...tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'] },
  { name: 'types (browser side)', args: [...tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.web.json'] },
  { name: 'lock file', args: [...node('complete-lockfile.ts'), '--check'] },
  { name: 'knip', args: [...tool('knip', 'bin', 'knip.js')] },
  { name: 'forbidden imports', args: node('check-imports.ts') },
  { name: 'behaviours without a test', args: node('check-behaviours.ts') },
];

const failed = checks.filter(({ name, args }) => {
  if (!args[0] || !existsSync(args[0])) throw new Error(`${name}: ${args[0]} is missing; run npm ci`);
  console.log(`\n— ${name}`);
  return spawnSync(process.execPath, [...args], { cwd: root, stdio: 'inherit' }).status !== 0;
});
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.map((check) => check.name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
