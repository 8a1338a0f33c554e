/**
 * `npm run bench` measures everything and writes bench/results/latest.md; `npm run bench -- scim` runs one section and keeps the others'
 * last results; `--quick` takes fewer people and shorter runs (its results are not written).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { blueprint } from './blueprint.ts';
import { flatness } from './flatness.ts';
import { fuzz } from './fuzz.ts';
import { oktaConvergence } from './okta-convergence.ts';
import { oktaLists } from './okta-lists.ts';
import { oktaPush } from './okta-push.ts';
import { people } from './people.ts';
import { postgres } from './postgres.ts';
import { scim } from './scim.ts';
import type { Section } from './section.ts';

const sections: readonly Section[] = [
  scim,
  flatness,
  postgres,
  people,
  oktaPush,
  oktaConvergence,
  oktaLists,
  blueprint,
  fuzz,
];
const results = join(import.meta.dirname, '..', 'results');

const machine = (): string =>
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB · Node ${process.versions.node}, SQLite ${process.versions.sqlite} · ${new Date().toISOString().slice(0, 10)}`;

const words = process.argv.slice(2);
const quick = words.includes('--quick');
const named = words.filter((word) => !word.startsWith('--'));
const unknown = named.find((word) => !sections.some((section) => section.name === word));
if (unknown !== undefined) {
  console.error(`There is no section ${unknown}; there are: ${sections.map((section) => section.name).join(', ')}`);
  process.exit(2);
}

mkdirSync(results, { recursive: true });
for (const section of sections) {
  if (named.length > 0 && !named.includes(section.name)) continue;
  console.log(`\n## ${section.title}\n`);
  const text = await section.run({ quick });
  console.log(text);
  if (!quick)
    writeFileSync(join(results, `${section.name}.md`), `## ${section.title}\n\nMeasured on ${machine()}.\n\n${text}\n`);
}
if (!quick) {
  const parts = sections.map((section) => join(results, `${section.name}.md`)).filter((file) => existsSync(file));
  const head =
    '# Benchmark results\n\nMade by `npm run bench`; each figure is the median of several runs, with the load generator on the other core.\n';
  writeFileSync(join(results, 'latest.md'), [head, ...parts.map((file) => readFileSync(file, 'utf8'))].join('\n'));
}
