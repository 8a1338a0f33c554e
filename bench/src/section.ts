/** A part of the benchmark: it measures and returns Markdown. Sections run one after another and can be run alone. */
export interface Section {
  readonly name: string;
  readonly title: string;
  run(options: { readonly quick: boolean }): Promise<string>;
}

export type Row = readonly string[];

export function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const rate = (perSecond: number): string => `${Math.round(perSecond).toLocaleString('en-US')}/s`;
export const ratio = (value: number): string => `${value.toFixed(2)} ×`;
/** A figure beside what is wanted of it: ✓ or ✗. */
export const against = (value: number, wanted: number): string => (value >= wanted ? '✓' : '✗');

/**
 * How often a piece of work is measured, how long each time, and how long before the first: programs get quicker as they run, and one that was
 * just started (`fresh`) does for longer.
 */
export function measuring(quick: boolean) {
  const time = quick ? { warmUpMs: 300, durationMs: 1000 } : { warmUpMs: 300, durationMs: 1200 };
  const unmeasured = (durationMs: number) => (quick ? time : { ...time, durationMs });
  return { runs: quick ? 1 : 7, time, warmUp: unmeasured(4_000), fresh: unmeasured(12_000) };
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * What two servers reached in turns, one right after the other: a machine that is slower for a while is so for both, so the median of the
 * rounds' shares says more than the share of two medians.
 */
export function pairedShare(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}
