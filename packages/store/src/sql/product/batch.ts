import type { SqlValue, SqlWriter } from '../database.ts';

const known = new Map<number, string>();

/** `?, ?, ?` */
export function marks(count: number): string {
  let text = known.get(count);
  if (text === undefined) {
    text = Array.from({ length: count }, () => '?').join(', ');
    known.set(count, text);
  }
  return text;
}

const tuples = new Map<string, string>();

/** `(?, ?), (?, ?)`: a large push inserts the same few shapes again and again. */
function tuplesOf(width: number, count: number): string {
  const key = `${width}×${count}`;
  let text = tuples.get(key);
  if (text === undefined) {
    text = Array.from({ length: count }, () => `(${marks(width)})`).join(', ');
    tuples.set(key, text);
  }
  return text;
}

export function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}

const PARAMETERS = 900;

/**
 * `insert into … values (…), (…)` in statements of a power of two rows, so that few texts are prepared.
 * `tail` follows the values (`on conflict …`).
 */
export async function insertMany(
  tx: SqlWriter,
  head: string,
  rows: readonly (readonly SqlValue[])[],
  tail = '',
): Promise<void> {
  const width = rows[0]?.length ?? 1;
  const most = 2 ** Math.floor(Math.log2(PARAMETERS / width));
  for (let at = 0; at < rows.length; ) {
    let size = most;
    while (size > rows.length - at) size /= 2;
    await tx.run(`${head} values ${tuplesOf(width, size)} ${tail}`, rows.slice(at, at + size).flat());
    at += size;
  }
}

/** The next numbers of a counter of the tenant: returns the first of `count`. The scope `product` must be held. */
export async function takeNumbers(tx: SqlWriter, tenantNo: number, name: string, count: number): Promise<number> {
  const [row] = await tx.all<{ value: number }>(
    `insert into product_counter (tenant_no, name, value) values (?, ?, ?)
     on conflict (tenant_no, name) do update set value = product_counter.value + ? returning value`,
    [tenantNo, name, count, count],
  );
  return (row?.value ?? count) - count + 1;
}
