import { groupType, type JsonObject, userType } from '@rollcall/scim';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import type { ResourceStore } from '../ports/resources.ts';
import { checkConsistency } from '../sql/consistency.ts';
import { testDatabases } from './databases.ts';
import { by, openFixture, withMembers, withValues } from './fixture.ts';

/** The store as one would explain it: documents in a map, members in sets. */
interface ModelResource {
  readonly id: string;
  readonly type: 'User' | 'Group';
  body: JsonObject;
  version: number;
  readonly members: Set<string>;
}

type Model = Map<string, ModelResource>;
type Command = fc.AsyncCommand<Model, ResourceStore>;

const typeOf = (type: 'User' | 'Group') => (type === 'User' ? userType : groupType);
/** Capitals first: `ß` and `SS` are one name. */
const folded = (name: string): string => name.toUpperCase().toLowerCase();
const keyOf = (body: JsonObject): string => folded(String(body.userName ?? body.displayName));
const holderOf = (model: Model, type: string, key: string) =>
  [...model.values()].find((one) => one.type === type && keyOf(one.body) === key);
/** The `n`-th resource of a type, so that commands hit what is there. */
const pick = (model: Model, type: 'User' | 'Group' | null, n: number): ModelResource | undefined => {
  const all = [...model.values()].filter((one) => type === null || one.type === type);
  return all[n % Math.max(1, all.length)];
};

const create = (type: 'User' | 'Group', name: string, memberPicks: readonly number[]): Command => ({
  check: () => true,
  async run(model, store) {
    const key = type === 'User' ? 'userName' : 'displayName';
    const resource = { [key]: name, active: true };
    const ids = type === 'User' ? [] : memberPicks.flatMap((n) => pick(model, null, n)?.id ?? []);
    const members = ids.length === 0 ? [] : [{ kind: 'add' as const, ids }];
    const result = await store.create(typeOf(type), { resource, members }, by);
    const holder = holderOf(model, type, folded(name));
    expect(result.ok).toBe(holder === undefined);
    if (!result.ok) return expect(result.error).toMatchObject({ kind: 'conflict', existing: { id: holder?.id } });
    const { id } = result.value.stored;
    model.set(id, { id, type, body: resource, version: 1, members: new Set(ids) });
  },
  toString: () => `create ${type} ${name}`,
});

const rename = (type: 'User' | 'Group', n: number, name: string): Command => ({
  check: (model) => pick(model, type, n) !== undefined,
  async run(model, store) {
    const target = pick(model, type, n);
    if (target === undefined) return;
    const key = type === 'User' ? 'userName' : 'displayName';
    const result = await store.update(typeOf(type), target.id, withValues({ [key]: name }), by);
    const holder = holderOf(model, type, folded(name));
    if (holder !== undefined && holder !== target) return expect(result.ok).toBe(false);
    expect(result.ok && result.value.changed).toBe(target.body[key] !== name);
    if (target.body[key] !== name) target.version++;
    target.body = { ...target.body, [key]: name };
  },
  toString: () => `rename ${type} ${n} to ${name}`,
});

const changeMembers = (n: number, kind: 'add' | 'remove' | 'replace', memberPicks: readonly number[]): Command => ({
  check: (model) => pick(model, 'Group', n) !== undefined,
  async run(model, store) {
    const target = pick(model, 'Group', n);
    if (target === undefined) return;
    const ids = memberPicks.flatMap((m) => pick(model, null, m)?.id ?? []);
    const before = new Set(target.members);
    if (kind === 'replace') target.members.clear();
    for (const id of ids) kind === 'remove' ? target.members.delete(id) : target.members.add(id);
    const isSame = before.symmetricDifference(target.members).size === 0;
    const result = await store.update(groupType, target.id, withMembers({ kind, ids }), by);
    expect(result.ok && result.value.changed).toBe(!isSame);
    if (!isSame) target.version++;
  },
  toString: () => `${kind} members ${memberPicks} in group ${n}`,
});

const remove = (n: number): Command => ({
  check: (model) => model.size > 0,
  async run(model, store) {
    const target = pick(model, null, n);
    if (target === undefined) return;
    expect((await store.remove(typeOf(target.type), target.id, by)).ok).toBe(true);
    model.delete(target.id);
    for (const one of model.values()) if (one.members.delete(target.id)) one.version++;
  },
  toString: () => `remove ${n}`,
});

/** Every group that leads to the resource, and whether it holds it itself. */
function groupsOf(model: Model, id: string): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const walk = (member: string, direct: boolean): void => {
    for (const one of model.values()) {
      if (!one.members.has(member) || (found.has(one.id) && !direct)) continue;
      const isNew = !found.has(one.id);
      found.set(one.id, direct || found.get(one.id) === true);
      if (isNew) walk(one.id, false);
    }
  };
  walk(id, true);
  return found;
}

async function compare(model: Model, store: ResourceStore): Promise<void> {
  for (const one of model.values()) {
    const stored = await store.get(typeOf(one.type), one.id);
    expect(stored).toMatchObject({ version: one.version, memberCount: one.members.size });
    expect(JSON.parse(stored?.body ?? '')).toEqual(one.body);
    const { members } = await store.members(one.id, { after: 0, limit: 100 });
    expect(new Set(members.map(({ id }) => id))).toEqual(one.members);
    if (one.type !== 'User') continue;
    expect(new Map(stored?.groups.map(({ id, direct }) => [id, direct]))).toEqual(groupsOf(model, one.id));
  }
}

const type = fc.constantFrom('User' as const, 'Group' as const);
const name = fc.constantFrom('a', 'A', 'b', 'c', 'd', 'ß', 'SS', 'e');
const n = fc.nat(20);
const some = fc.array(n, { maxLength: 4 });
const commands = fc.commands(
  [
    fc.tuple(type, name, some).map((args) => create(...args)),
    fc.tuple(type, n, name).map((args) => rename(...args)),
    fc
      .tuple(n, fc.constantFrom('add' as const, 'remove' as const, 'replace' as const), some)
      .map((args) => changeMembers(...args)),
    n.map(remove),
  ],
  { maxCommands: 40 },
);

describe.each(testDatabases(inject('postgresUrl')))('the store on $name behaves as a map of documents', (kind) => {
  test('whatever is done to it', { timeout: 120_000 }, async () => {
    await using fixture = await openFixture(kind);
    let no = 100;
    await fc.assert(
      fc.asyncProperty(commands, async (list) => {
        // A fresh integration each time is quicker than a fresh database.
        const own = ++no;
        await fixture.test.db.write('control', (tx) => tx.run('insert into integration (no) values (?)', [own]));
        const store = fixture.directory.resources(own);
        const model: Model = new Map();
        await fc.asyncModelRun(() => ({ model, real: store }), list);
        await compare(model, store);
      }),
      { numRuns: 60 },
    );
    expect(await checkConsistency(fixture.test.db)).toEqual([]);
  });
});
