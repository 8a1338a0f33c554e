import type { ProductStore } from '@rollcall/store';
import type { FoundGroup } from './rule-book.ts';

/**
 * Which groups are nested in the groups that rules name. Kept between evaluations and forgotten when a change may have altered
 * it: a group that joined or left another, or was deleted.
 */
export class Nesting {
  readonly #store: ProductStore;
  readonly #nested = new Map<string, readonly number[]>();

  constructor(store: ProductStore) {
    this.#store = store;
  }

  forget(): void {
    this.#nested.clear();
  }

  /** By row key of a group: the named groups that hold whoever is a direct member of it. All of one integration. */
  async holders(groups: readonly FoundGroup[]): Promise<ReadonlyMap<number, readonly FoundGroup[]>> {
    const holders = new Map<number, FoundGroup[]>();
    for (const group of groups)
      for (const ord of await this.#withNested(group)) {
        const known = holders.get(ord) ?? [];
        known.push(group);
        holders.set(ord, known);
      }
    return holders;
  }

  async #withNested({ integrationNo, ord }: FoundGroup): Promise<readonly number[]> {
    const key = `${integrationNo}/${ord}`;
    const known = this.#nested.get(key);
    if (known) return known;
    const nested = await this.#store.groups.withNested(integrationNo, ord);
    this.#nested.set(key, nested);
    return nested;
  }
}
