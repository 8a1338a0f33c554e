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
