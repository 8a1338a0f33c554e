import type { AdminHistory, DirectoryEvent, Milestone } from '@rollcall/store';

const kinds: readonly Milestone[] = ['user', 'update', 'deactivation', 'group'];

interface Known {
  readonly found: ReadonlyMap<Milestone, DirectoryEvent>;
  /** Everything up to here was looked at for what is not in `found`. */
  readonly seen: number;
}

/** What an integration did for the first time. What happened stays happened, so each part of a log is searched once. */
export class Milestones {
  readonly #known = new Map<number, Known>();

  async of(history: AdminHistory, integrationNo: number): Promise<ReadonlyMap<Milestone, DirectoryEvent>> {
    const known = this.#known.get(integrationNo) ?? { found: new Map(), seen: 0 };
    const missing = kinds.filter((kind) => !known.found.has(kind));
    if (missing.length === 0) return known.found;
    const last = await history.lastSeq(integrationNo);
    if (last === known.seen) return known.found;
    const found = new Map(known.found);
    for (const kind of missing) {
      const event = await history.first(integrationNo, kind, known.seen);
      if (event) found.set(kind, event);
    }
    this.#known.set(integrationNo, { found, seen: last });
    return found;
  }
}
