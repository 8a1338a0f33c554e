import type { SqlValue } from './database.ts';
import type { Place } from './list-order.ts';

/** Where a page begins: after a row, or (read backwards) before it. */
export interface Cursor {
  readonly backwards: boolean;
  readonly place: Place;
}

/** Plain JSON: whoever hands it to clients signs it. */
export const writeCursor = ({ backwards, place }: Cursor): string =>
  JSON.stringify([backwards ? 'before' : 'after', place.ord, place.key]);

export const readCursor = (text: string): Cursor => {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new Error('a list cursor that the store did not write');
  const [direction, ord, key]: readonly unknown[] = parsed;
  if (typeof ord !== 'number' || !isKey(key)) throw new Error('a list cursor that the store did not write');
  return { backwards: direction === 'before', place: { key, ord } };
};

const isKey = (key: unknown): key is SqlValue => key === null || typeof key === 'string' || typeof key === 'number';
