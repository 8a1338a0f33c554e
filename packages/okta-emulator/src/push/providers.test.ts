import { databaseNames, startTestServer } from '@rollcall/server/testing';
import { describe, expect, inject, test } from 'vitest';
import { dialectIds } from '../model/app.ts';
import { assignUser, unassignUser } from '../model/apps.ts';
import { addMember, removeMember, updateGroup } from '../model/groups.ts';
import { addMapping, unlink } from '../model/push-groups.ts';
import { updateUser } from '../model/users.ts';
import { profiles } from '../plan/profiles/index.ts';
import { must, OktaOrg } from '../testing/okta-org.ts';
import { ScimRecorder } from '../testing/scim-recorder.ts';
import { testConnector } from './connector-test.ts';

/** One life-cycle: people come, change, go and return; a group comes, changes, is renamed and goes. */
async function lifeCycle(okta: OktaOrg, checkpoint: (name: string) => Promise<void>): Promise<void> {
  const { org, app } = okta;
  if (app.integration === null) throw new Error('no integration');
  const connector = await testConnector(okta.engine.connection, app.id, app.integration, profiles[app.dialect]);
  expect(connector.message).toBeNull();
  const ada = okta.user('Ada', 'Lovelace', {
    title: 'Engineer',
    department: 'R&D',
    primaryPhone: '+1 555 0100',
    managerId: '00uBoss',
  });
  const ben = okta.user('Ben', 'Larsen');
  for (const user of [ada, ben]) must(assignUser(org, app.id, user.id));
  const group = okta.group('Research');
  must(addMember(org, group.id, ada.id));
  const mapping = must(
    addMapping(org, app.id, { groupId: group.id, mode: 'CREATE', pushMembers: true, acceptConflict: false }),
  );
  await okta.settle();
  await checkpoint('created');
  must(
    updateUser(
      org,
      ada.id,
      { lastName: 'King', title: null, department: 'Mathematics', primaryPhone: '+1 555 0200' },
      'merge',
    ),
  );
  must(updateUser(org, ben.id, { login: 'benjamin.larsen@okta.local', middleName: 'Q' }, 'merge'));
  must(addMember(org, group.id, ben.id));
  must(removeMember(org, group.id, ada.id));
  must(updateGroup(org, group.id, { name: 'Science', description: null }));
  await okta.settle();
  await checkpoint('changed');
  must(unassignUser(org, app.id, ben.id));
  await okta.settle();
  await checkpoint('left');
  must(assignUser(org, app.id, ben.id));
  await okta.settle();
  await checkpoint('returned');
  must(unlink(org, app.id, mapping.id, true));
  await okta.settle();
  await checkpoint('unlinked');
  expect([...org.tasks.values()]).toEqual([]);
}

describe.each(dialectIds)('a life-cycle as %s lives it', (dialect) => {
  test.each(databaseNames)('against Rollcall on %s: every change arrives', async (database) => {
    await using server = await startTestServer({ database, postgresUrl: inject('postgresUrl') });
    const flag = dialect === 'entra-compliant' ? '?aadOptscim062020' : '';
    using okta = new OktaOrg(server.base + flag, server.token, { dialect });
    const find = async (type: string, filter: string) => {
      const list = (await server.scim('GET', `/${type}?filter=${encodeURIComponent(filter)}`)).json;
      return list.Resources[0] ?? null;
    };
    const extension = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    await lifeCycle(okta, async (name) => {
      const ada = await find('Users', 'userName eq "ada.lovelace@okta.local"');
      const ben = await find('Users', `userName sw "ben"`);
      const group = await find('Groups', `displayName eq "${name === 'created' ? 'Research' : 'Science'}"`);
      const members = (group?.members ?? []).map((member: { value: string }) => member.value);
      switch (name) {
        case 'created':
          expect(ada).toMatchObject({
            active: true,
            title: 'Engineer',
            [extension]: { department: 'R&D', manager: { value: '00uBoss' } },
          });
          expect(ada.phoneNumbers).toMatchObject([{ value: '+1 555 0100' }]);
          expect(members).toEqual([ada.id]);
          return;
        case 'changed':
          expect(ada).toMatchObject({ name: { familyName: 'King' }, [extension]: { department: 'Mathematics' } });
          expect(ada.phoneNumbers).toMatchObject([{ value: '+1 555 0200' }]);
          expect(ada).not.toHaveProperty('title');
          expect(ben).toMatchObject({ userName: 'benjamin.larsen@okta.local', name: { middleName: 'Q' } });
          expect(members).toEqual([ben.id]);
          return;
        case 'left':
          if (profiles[dialect].users.unassign === 'delete') expect(ben).toBeNull();
          else expect(ben).toMatchObject({ active: false });
          expect(members).toEqual([]);
          return;
        case 'returned':
          expect(ben).toMatchObject({ active: true });
          expect(members).toEqual([ben.id]);
          return;
        default:
          expect(group).toBeNull();
          expect(ben).not.toBeNull();
      }
    });
  });
});

test('Entra without its flag writes capitalised operations, booleans as text and a null $ref', async () => {
  await using target = await ScimRecorder.start();
  using okta = new OktaOrg(target.url, target.token, { dialect: 'entra' });
  await lifeCycle(okta, async () => {});
  const patches = target.requests.filter((request) => request.method === 'PATCH').map((request) => request.text);
  expect(patches.some((text) => text.includes('{"op":"Replace","path":"active","value":"False"}'))).toBe(true);
  expect(patches.some((text) => text.includes('"op":"Remove","path":"members","value":[{"$ref":null,"value":'))).toBe(
    true,
  );
  expect(patches.some((text) => text.includes('{"op":"Replace","path":"phoneNumbers[type eq \\"work\\"].value"'))).toBe(
    true,
  );
  const created = target.requests.find((request) => request.method === 'POST' && request.url === '/Groups');
  expect(created?.body?.schemas).toContain('http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group');
  expect(target.requests[0]?.url).toMatch(/^\/Users\?filter=userName\+eq\+%22[0-9a-f-]{36}%22$/);
});

test('Entra works in cycles of 40 minutes: a change waits for the next one, on the clock', async () => {
  await using target = await ScimRecorder.start();
  using okta = new OktaOrg(target.url, target.token, { dialect: 'entra' });
  const { clock } = okta.engine;
  const cycle = 40 * 60_000;
  // A cycle has just begun, whatever the hour.
  clock.jump(cycle - (clock.now() % cycle));
  const ada = okta.user('Ada', 'Lovelace');
  must(assignUser(okta.org, okta.app.id, ada.id));
  await okta.engine.advance(0);
  expect(target.requests).toEqual([]);
  await okta.engine.advance(cycle);
  expect(target.users.size).toBe(1);
});

test('authentik filters without quotes, deletes whoever is unassigned and leaves the schemas of a PATCH out', async () => {
  await using target = await ScimRecorder.start();
  using okta = new OktaOrg(target.url, target.token, { dialect: 'authentik' });
  await lifeCycle(okta, async () => {});
  const lines = target.requests.map((request) => `${request.method} ${decodeURIComponent(request.url)}`);
  expect(lines[0]).toBe('GET /ServiceProviderConfig');
  expect(lines).toContain('GET /Users?filter=userName eq ada.lovelace@okta.local');
  expect(lines.some((line) => line.startsWith('DELETE /Users/'))).toBe(true);
  const patch = target.requests.find((request) => request.method === 'PATCH');
  expect(patch?.body).not.toHaveProperty('schemas');
});

test('JumpCloud tries a person and a group of its own at activation and removes them', async () => {
  await using target = await ScimRecorder.start();
  using okta = new OktaOrg(target.url, target.token, { dialect: 'jumpcloud' });
  const { integration } = okta.app;
  if (integration === null) throw new Error('no integration');
  const outcome = await testConnector(okta.engine.connection, okta.app.id, integration, profiles.jumpcloud);
  expect(outcome.ok).toBe(true);
  expect(
    target.taken().map((line) =>
      line
        .split(/[ ?]/)
        .slice(0, 2)
        .join(' ')
        .replace(/\/[ug]\d+$/, '/{id}'),
    ),
  ).toEqual([
    'GET /Users',
    'POST /Users',
    'PUT /Users/{id}',
    'DELETE /Users/{id}',
    'POST /Groups',
    'PATCH /Groups/{id}',
    'DELETE /Groups/{id}',
  ]);
  expect([target.users.size, target.groups.size]).toEqual([0, 0]);
});
