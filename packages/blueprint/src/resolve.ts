import type { Item } from './facts.ts';

/** An item on a node that was reached. */
export interface Placed {
  readonly itemId: string;
  readonly nodeId: string;
}

export type DropReason = 'inactive' | 'platform' | 'overridden' | 'unknown';

export interface Dropped extends Placed {
  readonly reason: DropReason;
  /** The placement farther right that won; null unless overridden. */
  readonly by: Placed | null;
}

export interface Resolved {
  /** In order from left to right. */
  readonly items: readonly Placed[];
  readonly dropped: readonly Dropped[];
}

/**
 * What is left of the items that were reached. The platform is looked at first, so an item that cannot be installed never wins
 * a conflict; then the placement farthest right wins over others of the same item or the same conflict key.
 * `placed` comes from left to right. A device of unknown family gets only items for every platform.
 */
export function resolve(
  placed: readonly Placed[],
  family: string | null,
  itemOf: (id: string) => Item | undefined,
): Resolved {
  const winners = new Map<string, Placed>();
  const fitting: { readonly placement: Placed; readonly key: string }[] = [];
  const dropped: Dropped[] = [];
  for (const placement of placed) {
    const item = itemOf(placement.itemId);
    const reason = unfit(item, family);
    if (reason !== null || !item) {
      dropped.push({ ...placement, reason: reason ?? 'unknown', by: null });
      continue;
    }
    const key = item.conflictKey === null ? `item ${item.id}` : `key ${item.conflictKey}`;
    fitting.push({ placement, key });
    winners.set(key, placement);
  }
  const items: Placed[] = [];
  for (const { placement, key } of fitting) {
    const winner = winners.get(key) ?? placement;
    if (winner === placement) items.push(placement);
    else dropped.push({ ...placement, reason: 'overridden', by: winner });
  }
  return { items, dropped };
}

function unfit(item: Item | undefined, family: string | null): DropReason | null {
  if (!item) return 'unknown';
  if (!item.active) return 'inactive';
  if (item.platforms.length > 0 && (family === null || !item.platforms.includes(family))) return 'platform';
  return null;
}
