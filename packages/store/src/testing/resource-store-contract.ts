import { groupType, type JsonObject, userType } from '@rollcall/scim';
import { describe, expect, test } from 'vitest';
import { checkConsistency } from '../sql/consistency.ts';
import type { TestDatabaseKind } from './databases.ts';
import { by, failure, group, openFixture, user, value, withMembers, withValues } from './fixture.ts';

/** What every `ResourceStore` promises, whatever is beneath it. */
export function resourceStoreContract(kind: TestDatabaseKind): void {
  describe(`resources on ${kind.name}`, () => {
    test('a created user is read back as it was written, with an id, times and version 1', async () => {
      await using fixture = await openFixture(kind);
      const { stored } = value(await fixture.store.create(userType, user('anna@example.com', { title: 'CTO' }), by));
      expect(JSON.parse(stored.body)).toEqual({ userName: 'anna@example.com', active: true, title: 'CTO' });
      expect(stored).toMatchObject({ type: 'User', version: 1, groups: [], memberCount: 0 });
      expect(stored.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(stored.lastModified).toBe(stored.created);
      expect(await fixture.store.get(userType, stored.id)).toEqual(stored);
    });

    test('an id is found only under its own type and in its own integration', async () => {
      await using fixture = await openFixture(kind);
      const { stored } = value(await fixture.store.create(userType, user('anna'), by));
      expect(await fixture.store.get(groupType, stored.id)).toBeNull();
      expect(await fixture.directory.resources(2).get(userType, stored.id)).toBeNull();
      expect(await fixture.store.get(userType, 'nobody')).toBeNull();
      // An id of another integration, or of this one before it was made anew, ends like one of ours.
      const foreign = `00000000-0000-7000-8000-00${stored.id.slice(-10)}`;
      expect(await fixture.store.get(userType, foreign)).toBeNull();
      expect(await fixture.store.get(userType, foreign, { withGroups: false })).toBeNull();
      expect(failure(await fixture.store.create(groupType, group('G', [foreign]), by))).toMatchObject({
        ids: [foreign],
      });
      const made = value(await fixture.store.create(groupType, group('G', [stored.id]), by)).stored;
      const edit = withMembers({ kind: 'replace', ids: [foreign] });
      expect(failure(await fixture.store.update(groupType, made.id, edit, by))).toMatchObject({ ids: [foreign] });
    });

    test('a userName that is in use, in whatever case, is a conflict that names the holder and its state', async () => {
      await using fixture = await openFixture(kind);
      const { stored } = value(await fixture.store.create(userType, user('Anna@example.com', { active: false }), by));
      expect(failure(await fixture.store.create(userType, user('ANNA@example.com'), by))).toEqual({
        kind: 'conflict',
        attribute: 'userName',
        value: 'ANNA@example.com',
        existing: { id: stored.id, active: false },
      });
    });

    test('the same userName lives in two integrations, and a group may be called as a user is', async () => {
      await using fixture = await openFixture(kind);
      value(await fixture.store.create(userType, user('anna'), by));
      value(await fixture.directory.resources(2).create(userType, user('anna'), by));
      value(await fixture.store.create(groupType, group('anna'), by));
    });

    test('of many creates of one userName at once exactly one succeeds', async () => {
      await using fixture = await openFixture(kind);
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, i) => fixture.store.create(userType, user(i % 2 ? 'Anna' : 'anna'), by)),
      );
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('a very long userName is unique too', async () => {
      await using fixture = await openFixture(kind);
      const long = 'ä'.repeat(20_000);
      value(await fixture.store.create(userType, user(`${long}1`), by));
      value(await fixture.store.create(userType, user(`${long}2`), by));
      expect(failure(await fixture.store.create(userType, user(`${long}1`), by))).toMatchObject({ kind: 'conflict' });
    });

    test('an update sees what is stored, writes the whole, and counts the version up', async () => {
      await using fixture = await openFixture(kind);
      const { stored } = value(await fixture.store.create(userType, user('anna', { title: 'CTO' }), by));
      const seen: JsonObject[] = [];
      const updated = value(
        await fixture.store.update(
          userType,
          stored.id,
          ({ resource }) => {
            seen.push(resource);
            return { ok: true, value: { resource: { ...resource, title: 'CEO' }, members: [] } };
          },
          by,
        ),
      );
      expect(seen.at(-1)).toMatchObject({ title: 'CTO' });
      expect(updated.changed).toBe(true);
      expect(updated.stored).toMatchObject({ version: 2, created: stored.created });
      expect(await fixture.store.get(userType, stored.id)).toEqual(updated.stored);
    });

    test('an update that changes nothing, key order aside, leaves version, time and log untouched', async () => {
      await using fixture = await openFixture(kind);
      const { stored } = value(await fixture.store.create(userType, user('anna', { title: 'CTO' }), by));
      const last = await fixture.directory.changes(1).last();
      const same = await fixture.store.update(
        userType,
        stored.id,
        () => ({ ok: true, value: { resource: { title: 'CTO', active: true, userName: 'anna' }, members: [] } }),
        by,
      );
      expect(value(same)).toMatchObject({ changed: false, stored });
      expect(await fixture.directory.changes(1).last()).toBe(last);
    });

    test('a refused edit changes nothing and hands its reason through', async () => {
      await using fixture = await openFixture(kind);
      const { stored } = value(await fixture.store.create(userType, user('anna'), by));
      const refused = await fixture.store.update(userType, stored.id, () => ({ ok: false, error: 'no' }), by);
      expect(failure(refused)).toEqual({ kind: 'refused', error: 'no' });
      expect(await fixture.store.get(userType, stored.id)).toEqual(stored);
    });

    test('an edit that throws takes no other write with it', async () => {
      await using fixture = await openFixture(kind);
      const { stored } = value(await fixture.store.create(userType, user('anna'), by));
      const broken = fixture.store.update(
        userType,
        stored.id,
        () => {
          throw new Error('a bug');
        },
        by,
      );
      const others = ['b', 'c', 'd'].map((name) => fixture.store.create(userType, user(name), by));
      await expect(broken).rejects.toThrow('a bug');
      expect((await Promise.all(others)).every((result) => result.ok)).toBe(true);
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('a precondition that is not met names the current version', async () => {
      await using fixture = await openFixture(kind);
      const { stored } = value(await fixture.store.create(userType, user('anna'), by));
      const stale = { ...by, ifVersion: [7] };
      expect(failure(await fixture.store.update(userType, stored.id, withValues({ title: 'x' }), stale))).toEqual({
        kind: 'versionMismatch',
        current: 1,
      });
      expect(failure(await fixture.store.remove(userType, stored.id, stale))).toMatchObject({
        kind: 'versionMismatch',
      });
      value(await fixture.store.update(userType, stored.id, withValues({ title: 'x' }), { ...by, ifVersion: [1, 7] }));
      value(await fixture.store.update(userType, stored.id, withValues({ title: 'y' }), { ...by, ifVersion: '*' }));
    });

    test('a rename to a taken userName is a conflict, to one of its own spellings it is not', async () => {
      await using fixture = await openFixture(kind);
      value(await fixture.store.create(userType, user('anna'), by));
      const { stored } = value(await fixture.store.create(userType, user('ben'), by));
      const rename = (userName: string) => fixture.store.update(userType, stored.id, withValues({ userName }), by);
      expect(failure(await rename('ANNA'))).toMatchObject({ kind: 'conflict', attribute: 'userName' });
      expect(value(await rename('Ben')).changed).toBe(true);
      value(await rename('carl'));
      value(await fixture.store.create(userType, user('ben'), by));
    });

    test('two renames to the same name at once: one wins', async () => {
      await using fixture = await openFixture(kind);
      const made = await Promise.all(['a', 'b', 'c'].map((name) => fixture.store.create(userType, user(name), by)));
      const results = await Promise.all(
        made.map((one) => fixture.store.update(userType, value(one).stored.id, withValues({ userName: 'z' }), by)),
      );
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('a removed resource is gone, and its name is free again', async () => {
      await using fixture = await openFixture(kind);
      const { stored } = value(await fixture.store.create(userType, user('anna'), by));
      value(await fixture.store.remove(userType, stored.id, by));
      expect(await fixture.store.get(userType, stored.id)).toBeNull();
      expect(failure(await fixture.store.remove(userType, stored.id, by))).toEqual({ kind: 'notFound' });
      expect(failure(await fixture.store.update(userType, stored.id, withValues({}), by))).toEqual({
        kind: 'notFound',
      });
      const next = value(await fixture.store.create(userType, user('anna'), by));
      expect(next.stored.id).not.toBe(stored.id);
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('text that no database holds as text (NUL, a lone surrogate) is no failure', async () => {
      await using fixture = await openFixture(kind);
      const odd = user('a\u0000b', { displayName: 'x\ud800', externalId: 'e\u0000', title: '\u0000' });
      const { stored } = value(await fixture.store.create(userType, odd, by));
      value(await fixture.store.update(userType, stored.id, withValues({ title: 'y\u0000' }), by));
      value(await fixture.store.remove(userType, stored.id, by));
    });
  });
}

/** Memberships: rows with two views, `Group.members` and `User.groups`. */
export function membershipContract(kind: TestDatabaseKind): void {
  describe(`memberships on ${kind.name}`, () => {
    test('members are listed as they were created, in pages, with what they are shown as', async () => {
      await using fixture = await openFixture(kind);
      const ids: string[] = [];
      for (const name of ['anna', 'ben', 'carl']) {
        ids.push(value(await fixture.store.create(userType, user(name, { displayName: `The ${name}` }), by)).stored.id);
      }
      const { stored } = value(await fixture.store.create(groupType, group('G', ids), by));
      expect(stored.memberCount).toBe(3);
      const first = await fixture.store.members(stored.id, { after: 0, limit: 2 });
      expect(first.members).toEqual([
        { id: ids[0], type: 'User', display: 'The anna' },
        { id: ids[1], type: 'User', display: 'The ben' },
      ]);
      const second = await fixture.store.members(stored.id, { after: first.next ?? 0, limit: 2 });
      expect(second).toEqual({ members: [{ id: ids[2], type: 'User', display: 'The carl' }], next: null });
    });

    test('a user shows its groups, direct and through other groups, and circles end', async () => {
      await using fixture = await openFixture(kind);
      const anna = value(await fixture.store.create(userType, user('anna'), by)).stored.id;
      const inner = value(await fixture.store.create(groupType, group('inner', [anna]), by)).stored.id;
      const outer = value(await fixture.store.create(groupType, group('outer', [inner]), by)).stored.id;
      expect((await fixture.store.get(userType, anna))?.groups).toEqual([
        { id: inner, display: 'inner', direct: true },
        { id: outer, display: 'outer', direct: false },
      ]);
      value(await fixture.store.update(groupType, inner, withMembers({ kind: 'add', ids: [outer, inner] }), by));
      expect((await fixture.store.get(userType, anna))?.groups).toHaveLength(2);
      value(await fixture.store.update(groupType, outer, withMembers({ kind: 'add', ids: [anna] }), by));
      expect((await fixture.store.get(userType, anna))?.groups.every(({ direct }) => direct)).toBe(true);
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('`withGroups: false` leaves the groups unread', async () => {
      await using fixture = await openFixture(kind);
      const anna = value(await fixture.store.create(userType, user('anna'), by)).stored.id;
      value(await fixture.store.create(groupType, group('G', [anna]), by));
      expect((await fixture.store.get(userType, anna, { withGroups: false }))?.groups).toEqual([]);
    });

    test('a membership change is a new version of the group and none of the user', async () => {
      await using fixture = await openFixture(kind);
      const anna = value(await fixture.store.create(userType, user('anna'), by)).stored;
      const made = value(await fixture.store.create(groupType, group('G'), by)).stored;
      const changed = value(
        await fixture.store.update(groupType, made.id, withMembers({ kind: 'add', ids: [anna.id] }), by),
      );
      expect(changed.stored).toMatchObject({ version: 2, memberCount: 1 });
      expect(await fixture.store.get(userType, anna.id)).toMatchObject({ version: 1 });
    });

    test('adding who is there and removing who is not changes nothing', async () => {
      await using fixture = await openFixture(kind);
      const [anna, ben] = await Promise.all(
        ['anna', 'ben'].map(async (name) => value(await fixture.store.create(userType, user(name), by)).stored.id),
      );
      const made = value(await fixture.store.create(groupType, group('G', [anna ?? '']), by)).stored;
      const edit = withMembers({ kind: 'add', ids: [anna ?? ''] }, { kind: 'remove', ids: [ben ?? '', 'nobody'] });
      expect(value(await fixture.store.update(groupType, made.id, edit, by))).toMatchObject({
        changed: false,
        stored: { version: 1 },
      });
    });

    test.each([
      [
        'add then remove',
        [
          ['add', 'b'],
          ['remove', 'b'],
        ],
        ['a'],
      ],
      [
        'remove then add',
        [
          ['remove', 'a'],
          ['add', 'a'],
        ],
        ['a'],
      ],
      ['replace', [['replace', 'bc']], ['b', 'c']],
      ['replace with none', [['replace', '']], []],
      [
        'add, replace, add',
        [
          ['add', 'b'],
          ['replace', 'c'],
          ['add', 'a'],
        ],
        ['a', 'c'],
      ],
      ['repeated ids', [['add', 'bbb']], ['a', 'b']],
    ] as const)('changes count in their order: %s', async (_, changes, expected) => {
      await using fixture = await openFixture(kind);
      const ids: Record<string, string> = {};
      for (const name of ['a', 'b', 'c']) {
        ids[name] = value(await fixture.store.create(userType, user(name), by)).stored.id;
      }
      const made = value(await fixture.store.create(groupType, group('G', [ids.a ?? '']), by)).stored;
      const edit = withMembers(...changes.map(([kind, names]) => ({ kind, ids: [...names].map((n) => ids[n] ?? '') })));
      const { stored } = value(await fixture.store.update(groupType, made.id, edit, by));
      const { members } = await fixture.store.members(made.id, { after: 0, limit: 10 });
      expect(members.map(({ id }) => id)).toEqual(expected.map((name) => ids[name]));
      expect(stored.memberCount).toBe(expected.length);
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('unknown members refuse the whole write and are named; told to, they are skipped', async () => {
      await using fixture = await openFixture(kind);
      const anna = value(await fixture.store.create(userType, user('anna'), by)).stored.id;
      expect(failure(await fixture.store.create(groupType, group('G', [anna, 'x', 'y']), by))).toEqual({
        kind: 'unknownMembers',
        ids: ['x', 'y'],
      });
      const skipping = { ...by, skipUnknownMembers: true };
      const made = value(await fixture.store.create(groupType, group('G', [anna, 'x']), skipping));
      expect(made).toMatchObject({ skippedMembers: ['x'], stored: { memberCount: 1 } });
      const edit = withMembers({ kind: 'replace', ids: ['y'] });
      expect(failure(await fixture.store.update(groupType, made.stored.id, edit, by))).toMatchObject({ ids: ['y'] });
      const skipped = value(await fixture.store.update(groupType, made.stored.id, edit, skipping));
      expect(skipped).toMatchObject({ skippedMembers: ['y'], stored: { memberCount: 0 } });
    });

    test('who is removed leaves all groups, each of which is a new version', async () => {
      await using fixture = await openFixture(kind);
      const anna = value(await fixture.store.create(userType, user('anna'), by)).stored.id;
      const groups = await Promise.all(
        ['G', 'H'].map(async (name) => value(await fixture.store.create(groupType, group(name, [anna]), by)).stored.id),
      );
      value(await fixture.store.remove(userType, anna, by));
      for (const id of groups) {
        expect(await fixture.store.get(groupType, id)).toMatchObject({ version: 2, memberCount: 0 });
      }
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('a removed group takes its memberships with it, never its members', async () => {
      await using fixture = await openFixture(kind);
      const anna = value(await fixture.store.create(userType, user('anna'), by)).stored.id;
      const inner = value(await fixture.store.create(groupType, group('inner', [anna]), by)).stored.id;
      const outer = value(await fixture.store.create(groupType, group('outer', [inner, anna]), by)).stored.id;
      value(await fixture.store.update(groupType, inner, withMembers({ kind: 'add', ids: [inner] }), by));
      value(await fixture.store.remove(groupType, inner, by));
      expect((await fixture.store.get(userType, anna))?.groups).toEqual([
        { id: outer, display: 'outer', direct: true },
      ]);
      expect(await fixture.store.get(groupType, outer)).toMatchObject({ memberCount: 1 });
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('5,000 members at once: created, replaced by other 5,000, removed', { timeout: 60_000 }, async () => {
      await using fixture = await openFixture(kind);
      const made = await Promise.all(
        Array.from({ length: 6000 }, (_, i) => fixture.store.create(userType, user(`u${i}`), by)),
      );
      const ids = made.map((one) => value(one).stored.id);
      const { stored } = value(await fixture.store.create(groupType, group('big', ids.slice(0, 5000)), by));
      expect(stored.memberCount).toBe(5000);
      const edit = withMembers({ kind: 'replace', ids: ids.slice(1000) });
      expect(value(await fixture.store.update(groupType, stored.id, edit, by)).stored.memberCount).toBe(5000);
      expect(value(await fixture.store.update(groupType, stored.id, edit, by)).changed).toBe(false);
      const [change] = (await fixture.directory.changes(1).of(stored.id, { before: null, limit: 1 })).entries;
      expect(change?.changes[0]).toMatchObject({ path: 'members', added: { length: 1000 }, removed: { length: 1000 } });
      value(await fixture.store.remove(groupType, stored.id, by));
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('20 concurrent changes of one group lose nothing', async () => {
      await using fixture = await openFixture(kind);
      const ids = await Promise.all(
        Array.from(
          { length: 20 },
          async (_, i) => value(await fixture.store.create(userType, user(`u${i}`), by)).stored.id,
        ),
      );
      const { stored } = value(await fixture.store.create(groupType, group('G'), by));
      const results = await Promise.all(
        ids.map((id) => fixture.store.update(groupType, stored.id, withMembers({ kind: 'add', ids: [id] }), by)),
      );
      expect(results.every((result) => result.ok)).toBe(true);
      expect(await fixture.store.get(groupType, stored.id)).toMatchObject({ version: 21, memberCount: 20 });
    });
  });
}
