import { databaseNames, startTestServer, type TestServer } from '@rollcall/server/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { assignGroup, assignUser, unassignUser } from './model/apps.ts';
import { activateRule, createRule } from './model/group-rules.ts';
import { addMember, deleteGroup, findGroupByName } from './model/groups.ts';
import { addMapping, unlink } from './model/push-groups.ts';
import { lifecycle, updateUser } from './model/users.ts';
import { noChaos } from './push/chaos.ts';
import { seedOrg } from './seed/seed.ts';
import { actualDirectory, expectedDirectory } from './testing/directory.ts';
import { must, OktaOrg } from './testing/okta-org.ts';

describe.each(databaseNames)('Okta’s side against Rollcall on %s', (database) => {
  let server: TestServer;
  let okta: OktaOrg;
  beforeAll(async () => {
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl') });
    okta = new OktaOrg(server.base, server.token);
    seedOrg(okta.org, 'demo');
  });
  afterAll(async () => {
    okta[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const sameDirectory = async () => {
    const expected = expectedDirectory(okta);
    expect(await actualDirectory(server.base, server.token, expected)).toEqual(expected);
    expect([...okta.org.tasks.values()]).toEqual([]);
  };

  test('500 people through an assignment group that a rule fills, 24 pushed groups: the directory equals the org', async () => {
    const pushed = [...okta.org.groups.values()];
    const assignment = okta.group('rollcall_users');
    const rule = must(
      createRule(okta.org, {
        name: 'Update rollcall_users group membership',
        condition: { kind: 'groups', groupIds: pushed.map((group) => group.id) },
        groupIds: [assignment.id],
      }),
    );
    must(await activateRule(okta.org, rule.id));
    must(assignGroup(okta.org, okta.app.id, assignment.id));
    for (const group of pushed) {
      must(
        addMapping(okta.org, okta.app.id, {
          groupId: group.id,
          mode: 'CREATE',
          pushMembers: true,
          acceptConflict: false,
        }),
      );
    }
    await okta.settle();
    expect(pushed).toHaveLength(24);
    expect(Object.keys(expectedDirectory(okta).users)).toHaveLength(500);
    await sameDirectory();
  });

  test('a day of changes in a bad network: 10 % of the requests refused, cut, doubled, delayed, held back', async () => {
    const share = 0.02;
    okta.engine.setChaos({
      ...noChaos,
      refuse: share,
      cut: share,
      duplicate: share,
      delay: share,
      reorder: share,
      tooMany: 0.01,
      serverError: 0.01,
      delayMs: 20,
      seed: 42,
    });
    const people = [...okta.org.users.values()];
    const sales = findGroupByName(okta.org, 'Sales');
    people.forEach((user, i) => {
      if (i % 3 === 0) must(updateUser(okta.org, user.id, { title: `Title ${i}` }, 'merge'));
      if (i % 7 === 0) must(lifecycle(okta.org, user.id, 'deactivate'));
      if (i % 11 === 1 && sales && i % 7 !== 0) must(addMember(okta.org, sales.id, user.id));
    });
    await okta.settle();
    okta.engine.setChaos(noChaos);
    await okta.settle();
    await sameDirectory();
  });

  test('unlink with delete: the group is gone, its people are not', async () => {
    const mapping = [...okta.org.pushMappings.values()].find((m) => okta.org.groups.get(m.groupId)?.name === 'Legal');
    must(unlink(okta.org, okta.app.id, mapping?.id ?? '', true));
    await okta.settle();
    await sameDirectory();
    expect(Object.keys(expectedDirectory(okta).groups)).toHaveLength(23);
  });

  test('CRUD test: create, change, deactivate, reassign, unassign keep one id', async () => {
    const user = okta.user('Crud', 'Test', { department: 'QA' });
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    const id = okta.org.appUsers.get(okta.app.id)?.get(user.id)?.known.remoteId;
    const read = async () => (await server.scim('GET', `/Users/${id}`)).json;
    expect(await read()).toMatchObject({ userName: 'crud.test@okta.local', active: true, externalId: user.id });
    must(updateUser(okta.org, user.id, { lastName: 'Changed' }, 'merge'));
    await okta.settle();
    expect(await read()).toMatchObject({ name: { familyName: 'Changed' } });
    must(lifecycle(okta.org, user.id, 'deactivate'));
    await okta.settle();
    expect(await read()).toMatchObject({ active: false });
    must(lifecycle(okta.org, user.id, 'activate'));
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    expect(await read()).toMatchObject({ id, active: true });
    must(unassignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    expect(await read()).toMatchObject({ id, active: false });
  });

  test('a deleted Okta group takes its assignments along', async () => {
    const group = findGroupByName(okta.org, 'rollcall_users');
    must(deleteGroup(okta.org, group?.id ?? ''));
    await okta.settle();
    await sameDirectory();
  });
});
