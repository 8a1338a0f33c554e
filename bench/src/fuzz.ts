/** A million random texts through the grammar of filters and PATCH paths. */
import { fuzzFilter } from './fuzz-filter.ts';
import { type Section, table } from './section.ts';

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const report = fuzzFilter(quick ? 50_000 : 1_000_000);
  const row = [report.texts, report.read, report.refused, report.failures.length].map((n) => n.toLocaleString('en-US'));
  for (const { text, what } of report.failures) console.error(`${what}: ${JSON.stringify(text)}`);
  return table(
    ['texts', 'read', 'refused with an error of its own', 'anything else', 'time'],
    [[...row, `${report.seconds.toFixed(1)} s`]],
  );
}

export const fuzz: Section = { name: 'fuzz', title: 'Fuzzing the filter grammar', run };
