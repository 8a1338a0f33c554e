import { describe, expect, test } from 'vitest';
import { assignGroup, assignUser, unassignUser, updateApp } from '../model/apps.ts';
import { addMember, removeMember, updateGroup } from '../model/groups.ts';
import { addMapping, pushNow, setMappingActive, unlink } from '../model/push-groups.ts';
import { deleteUser, lifecycle, setPassword, updateUser } from '../model/users.ts';
import { freshOrgEachTest } from '../testing/fresh-org.ts';
import { must, type OktaOrg } from '../testing/okta-org.ts';
import type { ScimRecorder } from '../testing/scim-recorder.ts';

let target: ScimRecorder;
let okta: OktaOrg;

freshOrgEachTest((fresh) => {
  ({ target, okta } = fresh);
});

const catalog = () => {
  okta.app = must(updateApp(okta.org, okta.app.id, { dialect: 'okta-catalog' }));
};
const userFilter = (login: string) => `GET /Users?filter=userName eq "${login}"&startIndex=1&count=100`;
const groupFilter = (name: string) => `GET /Groups?filter=displayName eq "${name}"&startIndex=1&count=100`;

/** Somebody with an account, and nothing on the record any more. */
async function provisioned(first = 'Test', more: Record<string, string> = {}) {
  const user = okta.user(first, 'User', more);
  must(assignUser(okta.org, okta.app.id, user.id));
  await okta.settle();
  target.taken();
  return user;
}

describe('assign, no match', () => {
  test('searches by userName, then creates with the captured headers, in the captured order', async () => {
    const user = okta.user('Test', 'User');
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    const [search, create] = target.requests;
    expect(search?.method).toBe('GET');
    expect(search?.url).toBe('/Users?filter=userName%20eq%20%22test.user%40okta.local%22&startIndex=1&count=100');
    expect(search?.rawHeaders.slice(0, 10)).toEqual([
      ...['accept', 'application/scim+json', 'accept-charset', 'utf-8', 'accept-encoding', 'gzip,deflate'],
      ...['authorization', 'Bearer secret-token', 'user-agent', 'Okta SCIM Client 1.0.0'],
    ]);
    expect(create?.rawHeaders.slice(0, 12)).toEqual([
      ...['accept', 'application/scim+json', 'accept-charset', 'utf-8', 'accept-encoding', 'gzip,deflate'],
      ...['authorization', 'Bearer secret-token', 'content-type', 'application/scim+json; charset=utf-8'],
      ...['user-agent', 'Okta SCIM Client 1.0.0'],
    ]);
    const password = create?.body?.password;
    expect(password).toMatch(/^.{12}$/);
    expect(create?.text).toBe(
      `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test.user@okta.local","name":{"givenName":"Test","familyName":"User"},"emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],"displayName":"Test User","locale":"en-US","externalId":"${user.id}","groups":[],"password":"${password}","active":true}`,
    );
    expect(target.requests).toHaveLength(2);
  });

  test('title and the enterprise extension come along when they are set', async () => {
    await provisioned('Ada', { title: 'Engineer', department: 'R&D', manager: 'Grace Hopper', managerId: '00u7' });
    const [created] = target.users.values();
    expect(created).toMatchObject({
      schemas: [
        'urn:ietf:params:scim:schemas:core:2.0:User',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      ],
      title: 'Engineer',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
        department: 'R&D',
        manager: { value: '00u7', displayName: 'Grace Hopper' },
      },
    });
  });

  test('the e-mail has no type when that mapping was removed', async () => {
    const mappings = okta.app.mappings.filter((mapping) => mapping.target !== 'emailType');
    okta.app = must(updateApp(okta.org, okta.app.id, { mappings }));
    await provisioned();
    const [created] = target.users.values();
    expect(created?.emails).toEqual([{ primary: true, value: 'test.user@okta.local' }]);
  });

  test('a 201 without the resource is an error', async () => {
    const user = okta.user('Test', 'User');
    target.scripted.push({ status: 200, body: '{"totalResults":0,"Resources":[]}' }, { status: 201, body: '' });
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    expect([...okta.org.tasks.values()]).toMatchObject([{ state: 'FAILED' }]);
  });
});

test('assign, match found: the account is linked and the profile written without another read', async () => {
  target.users.set('u9', {
    schemas: [],
    id: 'u9',
    userName: 'TEST.user@okta.local',
    favouriteColour: 'green',
    active: false,
  });
  await provisionedAnd((requests) => {
    expect(requests).toEqual([userFilter('test.user@okta.local'), 'PUT /Users/u9']);
  });
  expect(target.users.get('u9')).toMatchObject({
    userName: 'test.user@okta.local',
    favouriteColour: 'green',
    active: true,
  });
});

async function provisionedAnd(look: (requests: string[]) => void) {
  const user = okta.user('Test', 'User');
  must(assignUser(okta.org, okta.app.id, user.id));
  await okta.settle();
  look(target.taken());
}

describe('a mapped attribute changes', () => {
  test('AIW: GET, then PUT of the server’s own representation with the new values laid over it', async () => {
    const user = await provisioned();
    const stored = target.users.get('u1') ?? {};
    target.users.set('u1', { ...stored, favouriteColour: 'green', groups: [{ value: 'g7' }] });
    must(updateUser(okta.org, user.id, { title: 'Director' }, 'merge'));
    await okta.settle();
    const put = target.requests[1];
    expect(target.taken()).toEqual(['GET /Users/u1', 'PUT /Users/u1']);
    expect(Object.keys(put?.body ?? {})).toEqual([
      ...[
        'schemas',
        'userName',
        'name',
        'emails',
        'displayName',
        'locale',
        'externalId',
        'groups',
        'active',
        'id',
        'meta',
      ],
      ...['favouriteColour', 'title'],
    ]);
    expect(put?.body).toMatchObject({
      id: 'u1',
      groups: [{ value: 'g7' }],
      favouriteColour: 'green',
      title: 'Director',
    });
  });

  test('an attribute that lost its value is left out', async () => {
    const user = await provisioned('Test', { title: 'Engineer', department: 'R&D', middleName: 'X' });
    must(updateUser(okta.org, user.id, { title: null, department: '', middleName: null }, 'merge'));
    await okta.settle();
    expect(target.users.get('u1')).not.toHaveProperty('title');
    expect(JSON.stringify(target.users.get('u1'))).not.toContain('R&D');
    expect(target.users.get('u1')?.name).toEqual({ givenName: 'Test', familyName: 'User' });
  });

  test('a new userName goes to the same id', async () => {
    const user = await provisioned();
    must(updateUser(okta.org, user.id, { login: 'renamed@okta.local' }, 'merge'));
    await okta.settle();
    expect(target.taken()).toEqual(['GET /Users/u1', 'PUT /Users/u1']);
    expect(target.users.get('u1')?.userName).toBe('renamed@okta.local');
  });

  test('with Exclude Username Updates the userName stays', async () => {
    const user = await provisioned();
    okta.app = must(updateApp(okta.org, okta.app.id, { toApp: { ...okta.app.toApp, excludeUsernameUpdates: true } }));
    must(updateUser(okta.org, user.id, { login: 'renamed@okta.local', title: 'X' }, 'merge'));
    await okta.settle();
    expect(target.users.get('u1')).toMatchObject({ userName: 'test.user@okta.local', title: 'X' });
  });
});

describe('leaving and coming back', () => {
  test('AIW: unassign is GET and PUT with active false; reassign PUTs active true at the same id', async () => {
    const user = await provisioned();
    must(unassignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    expect(target.taken()).toEqual(['GET /Users/u1', 'PUT /Users/u1']);
    expect(target.users.get('u1')?.active).toBe(false);
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    expect(target.taken()).toEqual(['GET /Users/u1', 'PUT /Users/u1']);
    expect(target.users.get('u1')?.active).toBe(true);
  });

  test('catalog: a PATCH without a path', async () => {
    catalog();
    const user = await provisioned();
    must(lifecycle(okta.org, user.id, 'deactivate'));
    await okta.settle();
    expect(target.requests[0]?.text).toBe(
      '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":false}}]}',
    );
    expect(target.taken()).toEqual(['PATCH /Users/u1']);
    must(lifecycle(okta.org, user.id, 'activate'));
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    expect(target.taken()).toEqual(['PATCH /Users/u1']);
    expect(target.users.get('u1')?.active).toBe(true);
  });

  test('suspend and unsuspend send nothing', async () => {
    const user = await provisioned();
    must(lifecycle(okta.org, user.id, 'suspend'));
    must(lifecycle(okta.org, user.id, 'unsuspend'));
    await okta.settle();
    expect(target.taken()).toEqual([]);
  });

  test('deleting a deactivated user sends nothing: DELETE /Users is never sent', async () => {
    const user = await provisioned();
    must(deleteUser(okta.org, user.id));
    must(deleteUser(okta.org, user.id));
    await okta.settle();
    expect(target.taken()).toEqual(['GET /Users/u1', 'PUT /Users/u1']);
    expect(target.users.get('u1')?.active).toBe(false);
    expect(okta.org.appUsers.get(okta.app.id)?.size).toBe(0);
  });
});

test('password sync: PUT for AIW, PATCH for the catalog', async () => {
  okta.app = must(updateApp(okta.org, okta.app.id, { toApp: { ...okta.app.toApp, syncPassword: true } }));
  const user = await provisioned();
  must(setPassword(okta.org, user.id, 'correct horse'));
  await okta.settle();
  expect(target.requests[1]?.body?.password).toBe('correct horse');
  expect(target.taken()).toEqual(['GET /Users/u1', 'PUT /Users/u1']);
  catalog();
  await okta.settle();
  target.taken();
  must(setPassword(okta.org, user.id, 'battery staple'));
  await okta.settle();
  expect(target.requests[0]?.text).toContain('[{"op":"replace","value":{"password":"battery staple"}}]');
  expect(target.taken()).toEqual(['PATCH /Users/u1']);
});

describe('push groups', () => {
  const push = (groupId: string, more: Partial<Parameters<typeof addMapping>[2]> = {}) =>
    must(
      addMapping(okta.org, okta.app.id, { groupId, mode: 'CREATE', pushMembers: true, acceptConflict: false, ...more }),
    );

  test('AIW: search, POST with all members, GET, PUT', async () => {
    const user = await provisioned();
    const group = okta.group('Sales');
    must(addMember(okta.org, group.id, user.id));
    push(group.id);
    await okta.settle();
    const [, create] = target.requests;
    expect(create?.text).toBe(
      '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Sales","members":[{"value":"u1","display":"test.user@okta.local"}]}',
    );
    expect(target.taken()).toEqual([groupFilter('Sales'), 'POST /Groups', 'GET /Groups/g2', 'PUT /Groups/g2']);
  });

  test('catalog: search, POST, PATCH; then PATCH for members and name', async () => {
    catalog();
    const [ada, ben] = [await provisioned('Ada'), await provisioned('Ben')];
    const group = okta.group('Sales');
    must(addMember(okta.org, group.id, ada.id));
    push(group.id);
    await okta.settle();
    expect(target.requests[1]?.body).toMatchObject({ displayName: 'Sales', members: [] });
    expect(target.taken()).toEqual([groupFilter('Sales'), 'POST /Groups', 'PATCH /Groups/g3']);
    must(removeMember(okta.org, group.id, ada.id));
    must(addMember(okta.org, group.id, ben.id));
    must(updateGroup(okta.org, group.id, { name: 'Revenue', description: null }));
    await okta.settle();
    expect(target.requests[0]?.body?.Operations).toEqual([
      { op: 'replace', value: { id: 'g3', displayName: 'Revenue' } },
      { op: 'remove', path: 'members[value eq "u1"]' },
      { op: 'add', path: 'members', value: [{ value: 'u2', display: 'ben.user@okta.local' }] },
    ]);
    expect(target.taken()).toEqual(['PATCH /Groups/g3']);
  });

  test('a membership change is GET and PUT of the whole group', async () => {
    const [ada, ben] = [await provisioned('Ada'), await provisioned('Ben')];
    const group = okta.group('Sales');
    must(addMember(okta.org, group.id, ada.id));
    push(group.id);
    await okta.settle();
    target.taken();
    must(addMember(okta.org, group.id, ben.id));
    await okta.settle();
    expect(target.taken()).toEqual(['GET /Groups/g3', 'PUT /Groups/g3']);
    expect(target.groups.get('g3')?.members).toEqual([
      { value: 'u1', display: 'ada.user@okta.local' },
      { value: 'u2', display: 'ben.user@okta.local' },
    ]);
  });

  test('only people with an account are pushed, and they follow when they get one', async () => {
    const [ada, ben] = [await provisioned('Ada'), okta.user('Ben', 'User')];
    const group = okta.group('Sales');
    must(addMember(okta.org, group.id, ada.id));
    must(addMember(okta.org, group.id, ben.id));
    push(group.id);
    await okta.settle();
    expect(target.groups.get('g2')?.members).toHaveLength(1);
    must(assignUser(okta.org, okta.app.id, ben.id));
    await okta.settle();
    expect(target.groups.get('g2')?.members).toHaveLength(2);
    must(unassignUser(okta.org, okta.app.id, ada.id));
    await okta.settle();
    expect(target.groups.get('g2')?.members).toEqual([{ value: 'u3', display: 'ben.user@okta.local' }]);
  });

  test.each([
    ['okta-aiw', 'PUT /Groups/g1'],
    ['okta-catalog', 'PATCH /Groups/g1'],
  ] as const)('Push now overwrites the whole membership, an empty one included (%s)', async (dialect, request) => {
    okta.app = must(updateApp(okta.org, okta.app.id, { dialect }));
    const mapping = push(okta.group('Empty').id);
    await okta.settle();
    const stored = target.groups.get('g1') ?? {};
    stored.members = [{ value: 'intruder' }];
    target.taken();
    must(pushNow(okta.org, okta.app.id, mapping.id));
    await okta.settle();
    expect(target.taken()).toEqual([request]);
    expect(target.groups.get('g1')?.members).toEqual([]);
  });

  test('a paused push sends nothing; resuming pushes at once', async () => {
    const ada = await provisioned('Ada');
    const group = okta.group('Sales');
    const mapping = push(group.id);
    await okta.settle();
    must(setMappingActive(okta.org, okta.app.id, mapping.id, false));
    must(addMember(okta.org, group.id, ada.id));
    target.taken();
    await okta.settle();
    expect(target.taken()).toEqual([]);
    must(setMappingActive(okta.org, okta.app.id, mapping.id, true));
    await okta.settle();
    expect(target.groups.get('g2')?.members).toHaveLength(1);
  });

  test('a rename needs its option', async () => {
    okta.app = must(updateApp(okta.org, okta.app.id, { renameGroups: false }));
    const group = okta.group('Sales');
    push(group.id);
    await okta.settle();
    target.taken();
    must(updateGroup(okta.org, group.id, { name: 'Revenue', description: null }));
    await okta.settle();
    expect(target.taken()).toEqual([]);
    okta.app = must(updateApp(okta.org, okta.app.id, { renameGroups: true }));
    await okta.settle();
    expect(target.groups.get('g1')?.displayName).toBe('Revenue');
  });

  test.each([
    [true, 'Sales'],
    [false, 'Old name'],
  ])(
    'linking with a group of the application (rename: %s) keeps its id; it is then called %s',
    async (rename, name) => {
      okta.app = must(updateApp(okta.org, okta.app.id, { renameGroups: rename }));
      target.groups.set('g9', { schemas: [], id: 'g9', displayName: 'Old name', members: [], colour: 'red' });
      const ada = await provisioned('Ada');
      const group = okta.group('Sales');
      must(addMember(okta.org, group.id, ada.id));
      push(group.id, { mode: 'LINK', linkName: 'Old name' });
      await okta.settle();
      expect(target.groups.size).toBe(1);
      expect(target.groups.get('g9')).toMatchObject({ displayName: name, colour: 'red', members: [{ value: 'u1' }] });
    },
  );

  test('unlink with delete removes the group and no account; unlink with leave sends nothing', async () => {
    await provisioned();
    const [one, two] = [push(okta.group('One').id), push(okta.group('Two').id)];
    await okta.settle();
    target.taken();
    must(unlink(okta.org, okta.app.id, two.id, false));
    await okta.settle();
    expect(target.taken()).toEqual([]);
    must(unlink(okta.org, okta.app.id, one.id, true));
    await okta.settle();
    expect(target.taken()).toEqual(['DELETE /Groups/g2']);
    expect([...target.groups.values()].map((group) => group.displayName)).toEqual(['Two']);
    expect(target.users.size).toBe(1);
    expect(okta.org.pushMappings.size).toBe(0);
  });

  test('the same group for assignment and push is explained; added anyway, it goes over without members', async () => {
    const ada = okta.user('Ada', 'User');
    const group = okta.group('Everybody at work');
    must(addMember(okta.org, group.id, ada.id));
    must(assignGroup(okta.org, okta.app.id, group.id));
    const refused = addMapping(okta.org, okta.app.id, {
      groupId: group.id,
      mode: 'CREATE',
      pushMembers: true,
      acceptConflict: false,
    });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'conflict' } });
    push(group.id, { acceptConflict: true });
    await okta.settle();
    expect(target.users.size).toBe(1);
    expect([...target.groups.values()]).toMatchObject([{ displayName: 'Everybody at work', members: [] }]);
  });
});

describe('provisioning switched on late', () => {
  test('whoever was assigned before waits for Provision User', async () => {
    const { integration, toApp } = okta.app;
    okta.app = must(updateApp(okta.org, okta.app.id, { provisioning: 'NONE' }));
    const ada = okta.user('Ada', 'User');
    must(assignUser(okta.org, okta.app.id, ada.id));
    okta.app = must(updateApp(okta.org, okta.app.id, { provisioning: 'SCIM', integration, toApp }));
    await okta.settle();
    expect(target.taken()).toEqual([]);
    const { provisionUsers } = await import('../model/apps.ts');
    expect(must(provisionUsers(okta.org, okta.app.id, 'all'))).toBe(1);
    await okta.settle();
    expect(target.users.size).toBe(1);
  });

  test('disabled provisioning sends nothing', async () => {
    const user = await provisioned();
    okta.app = must(updateApp(okta.org, okta.app.id, { provisioning: 'NONE' }));
    must(updateUser(okta.org, user.id, { title: 'X' }, 'merge'));
    await okta.settle();
    expect(target.taken()).toEqual([]);
  });
});
