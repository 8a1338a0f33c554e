/** Fails when a numbered behaviour of the SCIM checklist has no test. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { behaviours, missingBehaviours } from './behaviours.ts';

const root = join(import.meta.dirname, '..');
const files = globSync('packages/server/src/**/*.test.ts', { cwd: root });
const missing = missingBehaviours(files.map((file) => readFileSync(join(root, file), 'utf8')));
for (const number of missing) console.error(`behaviour #${number} has no test`);
console.log(`behaviours: ${behaviours - missing.length} of ${behaviours} have tests, in ${files.length} files`);
process.exitCode = missing.length === 0 ? 0 : 1;
