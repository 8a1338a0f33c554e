import { groupType, userType } from '@rollcall/scim';
import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../testing/databases.ts';
import { by, group, openFixture, user, value, withMembers, withValues } from '../testing/fixture.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe.each(testDatabases(inject('postgresUrl')))('the change log on $name', (kind) => {
  test('says who changed what, attribute by attribute, from what to what', async () => {
    await using fixture = await openFixture(kind);
    const draft = user('anna', { title: 'CTO', [ENTERPRISE]: { department: 'IT', division: 'A' } });
    const { stored } = value(await fixture.store.create(userType, draft, by));
    const origin = { requestId: 'r-2', actorType: 'console', actorId: 'me' };
    const edit = withValues({ title: 'CEO', nickName: 'A', [ENTERPRISE]: { department: 'HR', division: 'A' } });
    const { changes } = value(await fixture.store.update(userType, stored.id, edit, { origin }));
    expect(changes).toEqual(['title', `${ENTERPRISE}:department`, 'nickName']);
    const [entry] = (await fixture.directory.changes(1).of(stored.id, { before: null, limit: 1 })).entries;
    expect(entry).toMatchObject({ action: 'update', resourceType: 'User', resourceId: stored.id, version: 2, origin });
    expect(entry?.changes).toEqual([
      { path: 'title', old: 'CTO', new: 'CEO' },
      { path: `${ENTERPRISE}:department`, old: 'IT', new: 'HR' },
      { path: 'nickName', old: null, new: 'A' },
    ]);
  });

  test('numbers increase in the order of commits, and a follower that reads from its last number misses nothing', async () => {
    await using fixture = await openFixture(kind);
    const changes = fixture.directory.changes(1);
    const seen: number[] = [];
    const writing = Promise.all(
      Array.from({ length: 200 }, (_, i) => fixture.store.create(userType, user(`u${i}`), by)),
    );
    let done = false;
    void writing.then(() => {
      done = true;
    });
    for (let ended = false; !ended; ) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      ended = done;
      const entries = await changes.since(seen.at(-1) ?? 0, 7);
      seen.push(...entries.map(({ seq }) => seq));
      if (entries.length === 7) ended = false;
    }
    await writing;
    expect(seen).toHaveLength(200);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(await changes.last()).toBe(seen.at(-1));
  });

  test('names who joined and who left a group, also when it is because they were deleted', async () => {
    await using fixture = await openFixture(kind);
    const [anna = '', ben = ''] = await Promise.all(
      ['anna', 'ben'].map(async (name) => value(await fixture.store.create(userType, user(name), by)).stored.id),
    );
    const made = value(await fixture.store.create(groupType, group('G', [anna]), by)).stored;
    const swap = withMembers({ kind: 'replace', ids: [ben] });
    value(await fixture.store.update(groupType, made.id, swap, by));
    value(await fixture.store.remove(userType, ben, by));
    const { entries } = await fixture.directory.changes(1).of(made.id, { before: null, limit: 2 });
    expect(entries.map((entry) => entry.changes)).toEqual([
      [{ path: 'members', added: [], removed: [ben] }],
      [{ path: 'members', added: [ben], removed: [anna] }],
    ]);
  });

  test('a resource’s history is read in pages, newest first', async () => {
    await using fixture = await openFixture(kind);
    const { stored } = value(await fixture.store.create(userType, user('anna'), by));
    for (const title of ['a', 'b', 'c'])
      value(await fixture.store.update(userType, stored.id, withValues({ title }), by));
    const changes = fixture.directory.changes(1);
    const first = await changes.of(stored.id, { before: null, limit: 3 });
    const second = await changes.of(stored.id, { before: first.next, limit: 3 });
    expect([...first.entries, ...second.entries].map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    expect(second.next).toBeNull();
  });

  test('a follower is woken at once by a write of its own process', async () => {
    await using fixture = await openFixture(kind, undefined, { pollMs: 60_000 });
    const woken: number[][] = [];
    using watching = fixture.directory.feed.watch((no, seq) => void woken.push([no, seq]));
    value(await fixture.store.create(userType, user('anna'), by));
    expect(watching).toBeDefined();
    expect(woken).toEqual([[1, 1]]);
  });

  test('a follower is woken by a write of another process', async () => {
    await using fixture = await openFixture(kind, undefined, { pollMs: 20 });
    const woken = Promise.withResolvers<number>();
    using watching = fixture.directory.feed.watch((_, seq) => woken.resolve(seq));
    expect(watching).toBeDefined();
    await fixture.test.db.write(1, (tx) => tx.run('update integration set seq = 41 where no = 1'));
    expect(await woken.promise).toBe(41);
  });
});
