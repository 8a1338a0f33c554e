import { builtInRegistry, userType } from '@rollcall/scim';
import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import { by, openFixture, user, value, withValues } from '../../testing/fixture.ts';
import { checkConsistency } from '../consistency.ts';
import { openDirectory } from '../directory.ts';
import { readNames } from './attribute-names.ts';

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe.each(testDatabases(inject('postgresUrl')))('indexed attributes on $name', (kind) => {
  test('one that is marked later is completed in the background, while writes go on', async () => {
    await using fixture = await openFixture(kind);
    const { db } = fixture.test;
    for (let i = 0; i < 450; i++) value(await fixture.store.create(userType, user(`u${i}`, { nickName: `N${i}` }), by));
    await using later = await openDirectory(db, builtInRegistry, { indexed: ['User:nickName'] });
    const changing = later.resources(1);
    const { stored } = value(await changing.create(userType, user('new', { nickName: 'New' }), by));
    value(await changing.update(userType, stored.id, withValues({ nickName: 'Newer' }), by));
    await until(async () => (await readNames(db.read)).every(({ state }) => state === 'ready'));
    expect(await checkConsistency(db)).toEqual([]);
    const rows = await db.read.all<{ n: number }>(
      `select count(*) as n from attribute_index where attr = (select no from attribute_name where name = 'User:nickName')`,
    );
    expect(rows[0]?.n).toBe(451);
  });

  test('one that is no longer wanted is forgotten, and comes back whole', async () => {
    await using fixture = await openFixture(kind, builtInRegistry, { indexed: ['User:nickName'] });
    const { db } = fixture.test;
    const { stored } = value(await fixture.store.create(userType, user('a', { nickName: 'old' }), by));
    {
      await using without = await openDirectory(db, builtInRegistry);
      value(await without.resources(1).update(userType, stored.id, withValues({ nickName: 'new' }), by));
      await until(async () => (await readNames(db.read)).every(({ name }) => name !== 'User:nickName'));
    }
    await using again = await openDirectory(db, builtInRegistry, { indexed: ['User:nickName'] });
    expect(again).toBeDefined();
    await until(async () => (await readNames(db.read)).every(({ state }) => state === 'ready'));
    const rows = await db.read.all<{ value: string }>(
      `select value from attribute_index where attr = (select no from attribute_name where name = 'User:nickName')`,
    );
    expect(rows.map((row) => row.value)).toEqual(['new']);
    expect(await checkConsistency(db)).toEqual([]);
  });
});
