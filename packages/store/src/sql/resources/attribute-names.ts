import { defaultIndexed, type Registry } from '@rollcall/scim';
import type { Database, SqlReader } from '../database.ts';
import type { Indexing } from './indexing.ts';
import { uniqueAttributes, uniqueName } from './unique-attributes.ts';

/** `ready`: complete for all resources. `building`: written, not yet complete. `dropped`: rows may be stale. */
export type NameState = 'ready' | 'building' | 'dropped';

export type NamedAttribute = {
  readonly no: number;
  readonly name: string;
  readonly state: string;
};

const isUnique = (name: string): boolean => name.startsWith('unique:');

/** Every name that index rows may stand under with this registry and configuration. */
function wantedNames(registry: Registry, extra: readonly string[]): ReadonlySet<string> {
  const unique = registry.resourceTypes.flatMap((type) => {
    const { key, others } = uniqueAttributes(type);
    return (key === null ? others : [key, ...others]).map((one) => uniqueName(type, one));
  });
  return new Set([...defaultIndexed(registry), ...extra, ...unique]);
}

/**
 * Gives every name a number. A name that is new to a database that holds resources starts as `building`; one that
 * is no longer wanted is `dropped`, and its rows are deleted before it is built again.
 */
export async function registerNames(
  db: Database,
  registry: Registry,
  extra: readonly string[],
): Promise<readonly NamedAttribute[]> {
  const wanted = wantedNames(registry, extra);
  return db.write('control', async (tx) => {
    const known = await readNames(tx);
    const isEmpty = (await tx.all('select 1 as one from resource limit 1')).length === 0;
    let last = Math.max(0, ...known.map(({ no }) => no));
    const byName = new Map(known.map((one) => [one.name, one]));
    for (const name of wanted) {
      const state: NameState = isEmpty ? 'ready' : 'building';
      const existing = byName.get(name);
      if (existing === undefined) {
        await tx.run('insert into attribute_name (no, name, state) values (?, ?, ?)', [++last, name, state]);
      } else if (existing.state === 'dropped') {
        await tx.run('update attribute_name set state = ? where no = ?', [state, existing.no]);
      }
    }
    for (const { no, name, state } of known) {
      if (wanted.has(name) || state === 'dropped') continue;
      await tx.run(`update attribute_name set state = 'dropped' where no = ?`, [no]);
    }
    return readNames(tx);
  });
}

export const readNames = (sql: SqlReader): Promise<NamedAttribute[]> =>
  sql.all<{ no: number; name: string; state: string }>('select no, name, state from attribute_name order by no');

/** What writes keep up: all but the dropped. */
export function indexingOf(names: readonly NamedAttribute[]): Indexing {
  const kept = names.filter(({ state }) => state !== 'dropped');
  const attrs = new Map(kept.filter(({ name }) => !isUnique(name)).map(({ name, no }) => [name, no]));
  return {
    attrs,
    names: new Set(attrs.keys()),
    unique: new Map(kept.filter(({ name }) => isUnique(name)).map(({ name, no }) => [name, no])),
  };
}

/** What filters may rely on. */
export const readyAttrs = (names: readonly NamedAttribute[]): Map<string, number> =>
  new Map(names.filter(({ name, state }) => state === 'ready' && !isUnique(name)).map(({ name, no }) => [name, no]));
