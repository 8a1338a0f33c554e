import { describe, expect, test } from 'vitest';
import { ENTERPRISE_USER_URN } from './enterprise-user.ts';
import { allAttributes, findAttribute, findSchemaByPath, formatAttribute } from './lookup.ts';
import { userType } from './registry.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('attribute look-up by path', () => {
  test.each([
    [null, 'userName', null, 'userName'],
    [null, 'USERNAME', null, 'userName'],
    [null, 'Name', 'FAMILYNAME', 'name.familyName'],
    [null, 'meta', 'lastmodified', 'meta.lastModified'],
    [null, 'id', null, 'id'],
    [core, 'userName', null, 'userName'],
    [core.toUpperCase(), 'emails', 'value', 'emails.value'],
    [ENTERPRISE_USER_URN, 'department', null, `${ENTERPRISE_USER_URN}:department`],
    [ENTERPRISE_USER_URN.toLowerCase(), 'Manager', 'Value', `${ENTERPRISE_USER_URN}:manager.value`],
  ])('#48 #77 names and URNs in any case: %s %s.%s is %s', (urn, name, sub, canonical) => {
    const ref = findAttribute(userType, { urn, name, sub });
    expect(ref && formatAttribute(ref)).toBe(canonical);
  });

  test.each([
    [null, 'nope', null],
    [null, 'name', 'nope'],
    [null, 'department', null],
    [ENTERPRISE_USER_URN, 'userName', null],
    ['urn:unknown', 'userName', null],
    [null, 'userName', 'value'],
  ])('what the type does not have is not found: %s %s.%s', (urn, name, sub) => {
    expect(findAttribute(userType, { urn, name, sub })).toBeNull();
  });

  test('an extension named as a whole is told from an attribute', () => {
    const at = ENTERPRISE_USER_URN.lastIndexOf(':');
    const path = { urn: ENTERPRISE_USER_URN.slice(0, at), name: ENTERPRISE_USER_URN.slice(at + 1), sub: null };
    expect(findSchemaByPath(userType, path)?.name).toBe('EnterpriseUser');
    expect(findAttribute(userType, path)).toBeNull();
  });

  test('every attribute can be found by its canonical path', () => {
    for (const ref of allAttributes(userType)) {
      const path = { urn: ref.extension, name: ref.attribute.name, sub: ref.sub?.name ?? null };
      expect(findAttribute(userType, path)).toBe(ref);
    }
  });
});
