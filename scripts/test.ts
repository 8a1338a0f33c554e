/**
 * `npm test`: runs everything and ends with the line `N passed, N failed`.
 * Arguments are handed to Vitest (`npm test -- packages/scim`).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const report = join(root, '.artifacts', 'test-report.json');
mkdirSync(join(root, '.artifacts'), { recursive: true });
rmSync(report, { force: true });

const run = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  // Tests start many programs: each would take the types out of its TypeScript anew.
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'rollcall') },
  },
);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
}

function readReport(): Report | null {
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as Report;
  } catch {
    return null;
  }
}

const result = readReport();
const passed = result?.numPassedTests ?? 0;
// A file that failed to load has no failed test of its own, but must not look like success.
const failed = Math.max(result?.numFailedTests ?? 0, run.status === 0 ? 0 : 1);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = run.status === 0 && passed > 0 ? 0 : 1;
