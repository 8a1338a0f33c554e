import type { SqlValue } from './database.ts';

const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
export const MAX_IN_LIST = 512;

/**
 * `(?, ?, …)` for a list of values. Lists are padded with their last value to a few sizes, so that few statements are prepared.
 */
export function inList(values: readonly SqlValue[]): { readonly sql: string; readonly params: readonly SqlValue[] } {
  const last = values.at(-1);
  if (last === undefined) return { sql: '(null)', params: [] };
  const size = SIZES.find((n) => n >= values.length) ?? values.length;
  const padding = Array.from({ length: size - values.length }, () => last);
  return { sql: `(${marks(size)})`, params: [...values, ...padding] };
}

/** Row lists for multi-row inserts, again in few sizes: the largest that fits, then the next. */
export function* rowLists<T>(rows: readonly T[], largest = 64): Generator<readonly T[]> {
  let at = 0;
  for (let size = largest; size >= 1; size /= 2) {
    for (; at + size <= rows.length; at += size)
      yield at === 0 && size === rows.length ? rows : rows.slice(at, at + size);
  }
}

export function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

const known = new Map<number, string>();

/** `?, ?, ?` */
export function marks(count: number): string {
  const text = known.get(count) ?? Array(count).fill('?').join(', ');
  if (known.size < MAX_IN_LIST) known.set(count, text);
  return text;
}
