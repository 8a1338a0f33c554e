import { byteStream } from './byte-stream.ts';

/**
 * A cell of RFC 4180. A value that a spreadsheet would run as a formula is led by an apostrophe: whoever can set a
 * title at the identity provider must not run anything at the administrator's.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const safe = /^[=+\-@\t\r\n]/.test(text) && typeof value === 'string' ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** Streams a file as its rows are read. `total`, where it is known, lets the browser show progress. */
export function csvResponse(
  fileName: string,
  header: readonly string[],
  pages: AsyncIterable<readonly (readonly (string | number | null)[])[]>,
  total: number | null,
): Response {
  const rows = async function* (): AsyncGenerator<string, void, undefined> {
    // The byte order mark tells Excel that it is UTF-8.
    yield `\uFEFF${csvLine(header)}`;
    for await (const page of pages) yield page.map(csvLine).join('');
  };
  return new Response(byteStream(rows()), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
      ...(total === null ? {} : { 'x-total-rows': String(total) }),
    },
  });
}
