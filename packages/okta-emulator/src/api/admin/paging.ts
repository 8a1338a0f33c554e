import type { Context } from 'hono';
import type { Page } from '../contract.ts';

export interface PageQuery {
  readonly q: string;
  readonly limit: number;
  readonly offset: number;
}

const clamp = (text: string | undefined, fallback: number, most: number): number => {
  const number = Number(text ?? fallback);
  return Number.isInteger(number) && number >= 0 ? Math.min(number, most) : fallback;
};

export const pageQuery = ({ req }: Context): PageQuery => ({
  q: (req.query('q') ?? '').trim().toLowerCase(),
  limit: Math.max(1, clamp(req.query('limit'), 50, 200)),
  offset: clamp(req.query('after'), 0, Number.MAX_SAFE_INTEGER),
});

/** One page of a walk. Only what is shown is turned into its view, so 200,000 people cost one pass and no copies. */
export function pageOf<Entry, Item>(
  entries: Iterable<Entry>,
  query: PageQuery,
  matches: (entry: Entry, q: string) => boolean,
  view: (entry: Entry) => Item,
): Page<Item> {
  const items: Item[] = [];
  let total = 0;
  for (const entry of entries) {
    if (!matches(entry, query.q)) continue;
    if (total >= query.offset && items.length < query.limit) items.push(view(entry));
    total++;
  }
  const end = query.offset + items.length;
  return { items, next: end < total ? String(end) : null, total };
}
