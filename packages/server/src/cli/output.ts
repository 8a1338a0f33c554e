/** What a command says. `rows` make a table, `text` is for people, `data` for programs (`--json`). */
export interface Output {
  readonly data: unknown;
  readonly text: string;
}

/**
 * Names and user agents are other people's words: what a terminal would obey (control characters, changes of direction) is
 * shown as its code, which is what JSON would have in its place. Line ends stay.
 */
export const harmless = (text: string): string =>
  text.replace(/(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });

/** A value that must not look like two lines of ours. */
export const oneLine = (text: string): string => text.replace(/[\t\n\v\f\r\u2028\u2029]+/g, ' ');

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
  const texts = [
    columns,
    ...rows.map((row) => row.map((cell) => (cell === null || cell === '' ? '-' : oneLine(String(cell))))),
  ];
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
    .map(([name, value]) => `${name.padEnd(width)}  ${value === null || value === '' ? '-' : oneLine(String(value))}`)
    .join('\n');
}
