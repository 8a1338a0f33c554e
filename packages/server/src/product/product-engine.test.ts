import type { Rule } from '@rollcall/blueprint';
import { testDatabases } from '@rollcall/store/testing';
import { describe, expect, inject, test } from 'vitest';
import {
  addDevice,
  expectFresh,
  inDepartment,
  inGroup,
  makeBlueprint,
  makeItems,
  mapWith,
  none,
  ref,
  saved,
} from './testing/maps.ts';
import { cause, department, device, openWorld } from './testing/world.ts';

const databases = testDatabases(inject('postgresUrl')).filter(({ name }) => name !== 'SQLite file');

describe.each(databases)('results on $name', (kind) => {
  test('follow a person from one group to another, and the activity says how long it took', async () => {
    await using world = await openWorld(kind, 1);
    const [wifi = '', crm = '', ide = ''] = await makeItems(world, ['Wi-Fi', 'CRM', 'IDE']);
    const ada = await world.addUser('ada@example.com');
    const sales = await world.addGroup('Sales', [ada]);
    const engineering = await world.addGroup('Engineering');
    const map = mapWith(
      [wifi, crm, ide],
      [[inGroup(ref(world, sales, 'Sales'))], [inGroup(ref(world, engineering, 'Engineering'))]],
    );
    await world.engine.settled();
    await addDevice(world, 'mac-1', ada, await makeBlueprint(world, 'Standard', map));
    expect((await expectFresh(world))['mac-1']).toEqual([`${wifi}@all-devices`, `${crm}@n0`]);
    await world.members(sales, 'remove', [ada]);
    await world.members(engineering, 'add', [ada]);
    await world.engine.settled();
    expect((await expectFresh(world))['mac-1']).toEqual([`${wifi}@all-devices`, `${ide}@n1`]);
    const [last] = await world.product.activity.list(null, null, 5);
    expect(last).toMatchObject({ kind: 'evaluated', cause: expect.stringMatching(/^scim:1:\d+$/) });
    expect(JSON.parse(last?.detail ?? '{}')).toMatchObject({ devices: 1, added: { [ide]: 1 } });
    expect(JSON.parse(last?.detail ?? '{}').tookMs).toBeGreaterThanOrEqual(0);
  });

  test('follow attributes, device facts, a map, a library item and nested groups', async () => {
    await using world = await openWorld(kind, 1);
    const items = await makeItems(world, ['All', 'Eng', 'Nested', 'Lab']);
    const ada = await world.addUser('ada', department('Sales'));
    const team = await world.addGroup('Team');
    const parent = await world.addGroup('Parent');
    const lab: Rule = { input: 'tag', operator: 'is', values: ['lab'] };
    const map = mapWith(items, [[inDepartment('engineering')], [inGroup(ref(world, parent, 'Parent'))], [lab]]);
    await world.engine.settled();
    const blueprint = await makeBlueprint(world, 'B', map);
    const id = await addDevice(world, 'd', ada, blueprint);
    expect((await expectFresh(world)).d).toHaveLength(1);
    await world.editUser(ada, department('Engineering'));
    expect((await expectFresh(world)).d).toContain(`${items[1]}@n0`);
    await world.editUser(ada, department('Sales'));
    await world.members(team, 'add', [ada]);
    expect((await expectFresh(world)).d).toHaveLength(1);
    await world.members(parent, 'add', [team]);
    expect((await expectFresh(world)).d).toContain(`${items[2]}@n1`);
    await world.members(team, 'remove', [ada]);
    expect((await expectFresh(world)).d).toHaveLength(1);
    await world.members(team, 'add', [ada]);
    expect((await expectFresh(world)).d).toHaveLength(2);
    await world.removeGroup(team);
    expect((await expectFresh(world)).d).toHaveLength(1);
    await world.product.devices.update(id, { facts: { tags: ['Lab'] } }, cause());
    expect((await expectFresh(world)).d).toContain(`${items[3]}@n2`);
    await world.product.library.update(items[3] ?? '', { active: false }, cause());
    expect((await expectFresh(world)).d).toHaveLength(1);
    await world.product.library.update(items[3] ?? '', { active: true, platforms: ['windows'] }, cause());
    expect((await expectFresh(world)).d).toHaveLength(1);
    await world.product.blueprints.save(blueprint, 1, saved(mapWith(items.slice(1), [[lab]])), cause());
    expect((await expectFresh(world)).d).toEqual([`${items[1]}@all-devices`, `${items[2]}@n0`]);
    await world.product.devices.update(id, { blueprintId: null }, cause());
    expect((await expectFresh(world)).d).toEqual([]);
    const feed = await world.product.results.since(0, 10);
    expect(feed).toHaveLength(1);
    await world.product.devices.remove(id, cause());
    await world.engine.settled();
    expect(await world.product.results.since(feed[0]?.seq ?? 0, 10)).toMatchObject([{ deviceId: id, removed: true }]);
  });

  test('a vanished group is flagged and holds for nobody, and heals when its name comes back in the same integration', async () => {
    await using world = await openWorld(kind, 2);
    const items = await makeItems(world, ['All', 'Sales']);
    const ada = await world.addUser('ada');
    const sales = await world.addGroup('Sales', [ada]);
    await world.engine.settled();
    const blueprint = await makeBlueprint(world, 'B', mapWith(items, [[inGroup(ref(world, sales, 'Sales'))]]));
    await addDevice(world, 'd', ada, blueprint);
    expect((await expectFresh(world)).d).toHaveLength(2);
    await world.renameGroup(sales, 'Field Sales');
    expect((await expectFresh(world)).d).toHaveLength(2);
    expect((await world.product.blueprints.get(blueprint))?.map).toContain('Field Sales');
    await world.removeGroup(sales);
    expect((await expectFresh(world)).d).toHaveLength(1);
    expect((await world.product.blueprints.get(blueprint))?.vanished).toHaveLength(1);
    await world.addGroup('Field Sales', [], 1);
    await expectFresh(world);
    expect((await world.product.blueprints.get(blueprint))?.vanished).toHaveLength(1);
    const back = await world.addGroup('field sales', [ada]);
    expect((await expectFresh(world)).d).toHaveLength(2);
    const healed = await world.product.blueprints.get(blueprint);
    expect(healed?.vanished).toEqual([]);
    expect(healed?.map).toContain(back);
  });

  test('an engine that is stopped at any moment loses nothing, and of two only one works until the other stops', async () => {
    await using world = await openWorld(kind, 1);
    const items = await makeItems(world, ['All', 'Sales']);
    const sales = await world.addGroup('Sales');
    await world.engine.settled();
    const blueprint = await makeBlueprint(world, 'B', mapWith(items, [[inGroup(ref(world, sales, 'Sales'))]]));
    const users: string[] = [];
    for (let i = 0; i < 60; i++) users.push(await world.addUser(`user-${i}`));
    await world.engine.settled();
    for (const [i, user] of users.entries()) await addDevice(world, `d${i}`, user, blueprint);
    for (let i = 0; i < 12; i++) {
      await world.members(sales, i % 2 === 0 ? 'add' : 'remove', users.slice(i, 40 + i));
      // A different moment each time.
      await new Promise((resolve) => setTimeout(resolve, i));
      await world.restartEngine();
    }
    await expectFresh(world);
    await using other = world.startAnother();
    await world.members(sales, 'replace', users.slice(0, 5));
    await world.engine[Symbol.asyncDispose]();
    await other.settled();
    expect(await world.kept()).toEqual(await world.full());
  });

  test('an engine that was held up keeps nothing of what another has done since', async () => {
    await using world = await openWorld(kind, 1);
    const items = await makeItems(world, ['All', 'Lab']);
    const lab: Rule = { input: 'tag', operator: 'is', values: ['lab'] };
    const id = await addDevice(world, 'd', null, await makeBlueprint(world, 'B', mapWith(items, [[lab]])));
    await world.addUser('ada');
    await expectFresh(world);
    await world.engine[Symbol.asyncDispose]();
    const { results } = world.product;
    await world.product.devices.update(id, { facts: { tags: ['lab'] } }, cause());
    const [read] = await results.dirty(10, 0);
    if (!read) throw new Error('nothing is dirty');
    await world.product.devices.update(id, { facts: { tags: [] } }, cause());
    const { deviceNo, mark } = read;
    const late = { deviceNo, deviceId: id, blueprintNo: null, items: '[]', removed: false };
    await results.settle({ deviceNos: [deviceNo], mark, changed: [late], rollupsOf: () => [] });
    expect(await results.dirty(10, 0)).toHaveLength(1);
    expect((await world.kept()).d).toEqual([`${items[0]}@all-devices`]);
    const model = world.product.directory(world.integrations[0]?.no ?? 0);
    const { seq } = await model.checkpoint();
    const nothing = { people: [], gonePeople: [], groups: [], goneGroups: [] };
    const reach = { maps: (await world.product.watermarks()).maps, reading: () => [] };
    expect(await model.apply({ ...nothing, from: seq - 1, advanceTo: seq - 1 }, reach)).toBe('stale');
    expect((await model.checkpoint()).seq).toBe(seq);
    await world.restartEngine();
    await expectFresh(world);
  });

  test('which attributes feed the fields can be changed, and everybody is read again', async () => {
    await using world = await openWorld(kind, 1);
    const items = await makeItems(world, ['All', 'Kiosk']);
    const blueprint = await makeBlueprint(world, 'B', mapWith(items, [[inDepartment('Kiosk')]]));
    const ada = await world.addUser('ada', { ...department('Sales'), nickName: 'Kiosk' });
    await world.engine.settled();
    await addDevice(world, 'd', ada, blueprint);
    await world.engine.settled();
    expect((await world.kept()).d).toHaveLength(1);
    await world.feedFrom({ department: 'nickName' });
    await world.engine.settled();
    expect(await world.product.people.get(ada)).toMatchObject({ department: 'Kiosk' });
    expect((await world.kept()).d).toHaveLength(2);
    await world.editUser(ada, { nickName: 'Loan' });
    await world.engine.settled();
    expect((await world.kept()).d).toHaveLength(1);
  });

  test('people with devices outlive their user and their integration, and devices wait for users who are to come', async () => {
    await using world = await openWorld(kind, 2);
    const items = await makeItems(world, ['All', 'Sales']);
    const blueprint = await makeBlueprint(world, 'B', mapWith(items, [[inDepartment('Sales')]]));
    const wanted = { kind: 'wanted', text: 'Ada@Example.com' } as const;
    const made = await world.product.devices.create(
      { facts: device('d'), owner: wanted, blueprintId: blueprint },
      cause(),
    );
    const id = made.ok ? made.value.id : '';
    expect((await expectFresh(world)).d).toHaveLength(1);
    const ada = await world.addUser('ada@example.com', department('Sales'));
    const grace = await world.addUser('grace@example.com');
    expect((await expectFresh(world)).d).toHaveLength(2);
    expect(await world.product.people.get(ada)).toMatchObject({ deviceCount: 1, archived: false });
    await world.editUser(ada, { active: false });
    await world.engine.settled();
    expect(await world.product.people.get(ada)).toMatchObject({ archived: true, deleted: false, deviceCount: 1 });
    await world.editUser(ada, { active: true });
    await world.engine.settled();
    expect(await world.product.people.get(ada)).toMatchObject({ archived: false });
    await world.removeUser(ada);
    await world.removeUser(grace);
    await expectFresh(world);
    expect(await world.product.people.get(ada)).toMatchObject({ archived: true, deleted: true });
    expect(await world.product.people.get(grace)).toBeNull();
    const again = await world.addUser('ADA@example.com', department('Sales'));
    await world.engine.settled();
    const [move] = await world.product.moves.proposals({});
    expect(move).toMatchObject({ from: { id: ada }, to: { id: again }, devices: 1 });
    expect(await world.product.moves.move(ada, again, cause())).toBe(1);
    expect((await expectFresh(world)).d).toHaveLength(2);
    expect(await world.product.people.get(ada)).toBeNull();
    expect((await world.product.devices.get(id))?.user).toMatchObject({ id: again, archived: false });
    await world.deleteIntegration(0);
    await world.engine.settled();
    expect(await world.product.people.get(again)).toMatchObject({ archived: true, deleted: true });
    await world.product.devices.update(id, { owner: none }, cause());
    expect(await world.product.people.get(again)).toBeNull();
  });
});
