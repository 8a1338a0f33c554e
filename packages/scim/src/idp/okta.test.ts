import { expect, test } from 'vitest';
import createUser from '../../../../fixtures/idp/okta/create-user.json' with { type: 'json' };
import createWithoutType from '../../../../fixtures/idp/okta/create-user-email-without-type.json' with { type: 'json' };
import patchMembers from '../../../../fixtures/idp/okta/patch-group-members.json' with { type: 'json' };
import pushNow from '../../../../fixtures/idp/okta/patch-group-push-now.json' with { type: 'json' };
import rename from '../../../../fixtures/idp/okta/patch-group-rename.json' with { type: 'json' };
import patchDeactivate from '../../../../fixtures/idp/okta/patch-user-deactivate.json' with { type: 'json' };
import emptyGroup from '../../../../fixtures/idp/okta/post-group-empty.json' with { type: 'json' };
import putGroup from '../../../../fixtures/idp/okta/put-group.json' with { type: 'json' };
import putDeactivate from '../../../../fixtures/idp/okta/put-user-deactivate.json' with { type: 'json' };
import { groupType, userType } from '../schema/registry.ts';
import { created, patched, replaced } from '../testing/reading.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

test('#39 #45 creating a user: groups and the password are not kept, everything else is', () => {
  const { groups: _, password: __, ...kept } = createUser;
  const { resource, ignored } = created(userType, createUser);
  expect(resource).toEqual(kept);
  expect(ignored).toEqual([]);
  expect(Object.keys(resource).slice(0, 3)).toEqual(['schemas', 'externalId', 'userName']);
});

test('#42 empty strings are no values, an e-mail needs no type', () => {
  expect(created(userType, createWithoutType).resource).toEqual({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    externalId: '00ujl29u0le5T6Aj10h8',
    userName: 'bob@example.com',
    name: { givenName: 'Bob' },
    displayName: 'Bob',
    locale: 'en-US',
    active: true,
    emails: [{ value: 'bob@example.com', primary: true }],
  });
});

test('#39 #52 a PUT echoes id, meta and groups: they change nothing', () => {
  const { resource: current } = created(userType, createUser);
  const { resource } = replaced(userType, current, putDeactivate);
  expect(resource).toMatchObject({ active: false, [enterprise]: { department: 'Sales' } });
  for (const name of ['id', 'meta', 'groups']) expect(resource).not.toHaveProperty(name);
});

test('#47 a PUT of a group may repeat members and leave their display null', () => {
  expect(replaced(groupType, {}, putGroup).members).toEqual([
    { kind: 'replace', ids: ['0193f5a0-0000-7000-8000-000000000001', '0193f5a0-0000-7000-8000-000000000002'] },
  ]);
  expect(created(groupType, emptyGroup).members).toEqual([]);
});

test('catalog apps deactivate by a path-less PATCH', () => {
  const { resource: current } = created(userType, createUser);
  expect(patched(userType, current, patchDeactivate).resource).toEqual({ ...current, active: false });
});

test('#127 a group is renamed by a path-less PATCH with its id; the members stay', () => {
  const { resource: current } = created(groupType, emptyGroup);
  expect(patched(groupType, current, rename)).toEqual({
    resource: { ...current, displayName: 'Sales EMEA' },
    members: [],
  });
});

test('#123 members come and go by id', () => {
  expect(patched(groupType, {}, patchMembers).members).toEqual([
    { kind: 'remove', ids: ['0193f5a0-0000-7000-8000-000000000001'] },
    { kind: 'add', ids: ['0193f5a0-0000-7000-8000-000000000003'] },
  ]);
  expect(patched(groupType, {}, pushNow).members).toEqual([
    { kind: 'replace', ids: ['0193f5a0-0000-7000-8000-000000000003'] },
  ]);
});
