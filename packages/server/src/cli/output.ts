/** What a command says. `rows` make a table, `text` is for people, `data` for programs (`--json`). */
export interface Output {
  readonly data: unknown;
  readonly text: string;
}

/** What was asked for can't be done: exit code 1, and one line that says why. */
export class CommandFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandFailure';
  }
}

type Cell = string | number | boolean | null;

/** Columns as wide as their widest value; `-` stands for nothing. */
export function table(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return 'Nothing found.';
  const texts = [columns, ...rows.map((row) => row.map((cell) => (cell === null || cell === '' ? '-' : String(cell))))];
  const widths = columns.map((_, at) => Math.max(...texts.map((row) => (row[at] ?? '').length)));
  return texts
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One thing, a line for each property. */
export function sheet(properties: Readonly<Record<string, Cell>>): string {
  const width = Math.max(...Object.keys(properties).map((name) => name.length));
  return Object.entries(properties)
    .map(([name, value]) => `${name.padEnd(width)}  ${value === null || value === '' ? '-' : value}`)
    .join('\n');
}
