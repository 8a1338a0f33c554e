import { describe, expect, test } from 'vitest';
import createGroup from '../../../../fixtures/idp/entra/create-group.json' with { type: 'json' };
import createUser from '../../../../fixtures/idp/entra/create-user.json' with { type: 'json' };
import createWithRoles from '../../../../fixtures/idp/entra/create-user-with-role-strings.json' with { type: 'json' };
import addMembers from '../../../../fixtures/idp/entra/patch-group-add-members.json' with { type: 'json' };
import removeFlag from '../../../../fixtures/idp/entra/patch-group-remove-members-flag.json' with { type: 'json' };
import removeLegacy from '../../../../fixtures/idp/entra/patch-group-remove-members-legacy.json' with { type: 'json' };
import patchRoles from '../../../../fixtures/idp/entra/patch-user-app-roles.json' with { type: 'json' };
import patchFlag from '../../../../fixtures/idp/entra/patch-user-flag.json' with { type: 'json' };
import patchLegacy from '../../../../fixtures/idp/entra/patch-user-legacy.json' with { type: 'json' };
import type { JsonValue } from '../json.ts';
import { groupType, userType } from '../schema/registry.ts';
import { created, patched } from '../testing/reading.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const user = created(userType, createUser).resource;
const patch = (...Operations: JsonValue[]) => patched(userType, user, { Operations }).resource;

describe('creating', () => {
  test('#117 #128 booleans as strings, the manager as a bare id: kept as a boolean and as an object', () => {
    expect(user).toMatchObject({
      active: true,
      emails: [{ value: 'Test_User_fd0ea19b@testuser.com', type: 'work', primary: true }],
      [enterprise]: { department: 'Sales', manager: { value: '26118915-6090-4610-87e4-49d8ca9f808d' } },
      onPremisesSecurityIdentifier: 'S-1-5-21-1234567890-1234567890-1234567890-1001',
    });
    expect(user).not.toHaveProperty('roles');
  });

  test('#130 roles whose value is the JSON of the whole role', () => {
    expect(created(userType, createWithRoles).resource.roles).toEqual([
      { value: 'Hunter', display: 'Bounty Hunter', type: 'WindowsAzureActiveDirectoryRole', primary: false },
      { value: 'Admin', display: 'Admin role' },
    ]);
  });

  test('#39 a group with a schema of its own and a meta; any punctuation in its name', () => {
    const { resource, ignored, members } = created(groupType, createGroup);
    expect(resource).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName: 'TestGrp-!@#$%^&*()_+=-{}][":;\'/.,?\\1',
    });
    expect(ignored).toEqual(['http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group']);
    expect(members).toEqual([]);
  });
});

describe('patching', () => {
  test('#99 #117 #118 #119 #128 #131 the legacy style', () => {
    expect(patched(userType, user, patchLegacy).resource).toMatchObject({
      active: false,
      name: { formatted: 'givenName familyName', familyName: 'Newname', givenName: 'givenName' },
      emails: [{ value: 'new@testuser.com', type: 'work', primary: true }],
      phoneNumbers: [{ value: '+1 555 0100', type: 'mobile' }],
      addresses: [{ formatted: '1 Main St', type: 'work' }],
      [enterprise]: { manager: { value: 'e9e30dba' } },
    });
  });

  test('#120 the style of ?aadOptscim062020', () => {
    expect(patched(userType, user, patchFlag).resource).toMatchObject({
      displayName: 'Pvlo',
      emails: [{ value: 'TestBcwqnm@test.microsoft.com', type: 'work', primary: true }],
      name: { givenName: 'Gtfd', familyName: 'Pkqf' },
      externalId: 'Eqpj',
      active: false,
      [enterprise]: { employeeNumber: 'Eqpj', department: 'Sales' },
    });
  });

  test('#119 #130 app roles: made by the first operation, completed by the next, and as a JSON string', () => {
    expect(patched(userType, user, patchRoles).resource.roles).toEqual([
      { value: 'Hunter', display: 'Bounty Hunter', type: 'WindowsAzureActiveDirectoryRole', primary: true },
      { value: 'Admin', display: 'Admin1234' },
    ]);
  });

  test.each<[string, JsonValue]>([
    ['""', { op: 'Replace', path: `${enterprise}:manager`, value: '' }],
    ['null', { op: 'Replace', path: `${enterprise}:manager`, value: null }],
    ['Remove', { op: 'Remove', path: `${enterprise}:manager` }],
    [
      'Remove with a value',
      { op: 'Remove', path: `${enterprise}:manager`, value: '26118915-6090-4610-87e4-49d8ca9f808d' },
    ],
    ['an object with ""', { op: 'Replace', path: `${enterprise}:manager`, value: { value: '' } }],
  ])('#128 the manager is cleared by %s', (_, operation) => {
    expect(patch(operation)[enterprise]).toEqual({ department: 'Sales' });
  });

  test('clients.md 12: an update never leads to two entries of one type', () => {
    const after = patch(
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'a@x' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'b@x' },
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'c@x' },
    );
    expect(after.emails).toEqual([{ value: 'c@x', type: 'work', primary: true }]);
  });

  test('#122 #123 members are removed in both styles, and only those', () => {
    const removed = [{ kind: 'remove', ids: ['f648f8d5ea4e4cd38e9c'] }];
    expect(patched(groupType, {}, removeLegacy).members).toEqual(removed);
    expect(patched(groupType, {}, removeFlag).members).toEqual(removed);
  });

  test('#125 members are added with a $ref of null', () => {
    expect(patched(groupType, {}, addMembers).members).toEqual([{ kind: 'add', ids: ['f648f8d5ea4e4cd38e9c'] }]);
  });
});
