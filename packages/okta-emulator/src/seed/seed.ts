import { createGroup } from '../model/groups.ts';
import type { Org } from '../model/org.ts';
import type { OktaUser } from '../model/user.ts';
import { createUser } from '../model/users.ts';
import { departments, firstNames, lastNames, offices } from './names.ts';

const demoPeople = 500;

/** Told every so many people. */
const progressStep = 10_000;
export type SeedProgress = (done: number, total: number) => void;

const at = <Item>(list: readonly Item[], index: number): Item => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('an empty list');
  return item;
};

const asciiName = (name: string) =>
  name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();

/**
 * Fills an empty org: people with departments, titles and managers, and 24 groups (a department each, an office each and
 * seven that cut across). The same number gives the same org.
 */
export function seedOrg(org: Org, size: 'demo' | number, onProgress: SeedProgress = () => {}): void {
  const count = size === 'demo' ? demoPeople : size;
  const managers = new Map<string, OktaUser>();
  const people: { readonly user: OktaUser; readonly groups: readonly string[] }[] = [];
  const logins = new Set<string>();
  for (let i = 0; i < count; i++) {
    const first = at(firstNames, i * 7 + Math.floor(i / firstNames.length));
    const last = at(lastNames, i * 11 + Math.floor(i / (firstNames.length * 3)));
    const department = at(departments, i);
    const office = at(offices, Math.floor(i / departments.length));
    const plain = `${asciiName(first)}.${asciiName(last)}`;
    const login = `${logins.has(plain) ? `${plain}${i}` : plain}@acme.example`;
    logins.add(plain);
    const manager = managers.get(department.name);
    const lead = manager === undefined;
    const result = createUser(org, {
      profile: {
        login,
        email: login,
        firstName: first,
        lastName: last,
        displayName: `${first} ${last}`,
        title: lead ? `Head of ${department.name}` : at(department.titles, Math.floor(i / departments.length)),
        department: department.name,
        division: department.division,
        costCenter: department.costCenter,
        organization: 'Acme',
        employeeNumber: String(100_000 + i),
        userType: i % 9 === 4 ? 'Contractor' : 'Employee',
        city: office.city,
        state: office.state,
        countryCode: office.countryCode,
        timezone: office.timezone,
        locale: office.locale,
        primaryPhone: `+1 555 ${String(i).padStart(7, '0')}`,
        ...(manager === undefined ? {} : { managerId: manager.id, manager: manager.profile.displayName }),
      },
      activate: true,
      hasPassword: true,
    });
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    if (lead) managers.set(department.name, result.value);
    people.push({ user: result.value, groups: groupNames(i, department, office, lead) });
    if ((i + 1) % progressStep === 0) onProgress(i + 1, count);
  }
  const ids = new Map<string, string>();
  for (const { user, groups } of people) {
    for (const name of groups) {
      const known = ids.get(name) ?? newGroup(org, name);
      ids.set(name, known);
      org.setMembership(known, user.id, { manual: true, ruleIds: [] });
    }
  }
}

const newGroup = (org: Org, name: string): string => {
  const result = createGroup(org, name, `${name} at Acme`);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.id;
};

function groupNames(
  i: number,
  department: (typeof departments)[number],
  office: (typeof offices)[number],
  lead: boolean,
): string[] {
  const names = [department.name, `Office ${office.city}`, `Division ${department.division}`];
  if (lead) names.push('Managers');
  if (i % 9 === 4) names.push('Contractors');
  if (i % 5 === 2) names.push('VPN users');
  if (i % 25 === 3) names.push('On call');
  return names;
}

/** For load: as many groups as wanted, each person in the same number of them. */
export function seedLoad(org: Org, size: { people: number; groups: number; memberships: number }): void {
  seedOrg(org, size.people);
  const ids = Array.from({ length: size.groups }, (_, i) => newGroup(org, `Load group ${String(i).padStart(4, '0')}`));
  const each = Math.round(size.memberships / size.people);
  let next = 0;
  for (const userId of org.users.keys()) {
    for (let i = 0; i < each; i++) {
      org.setMembership(at(ids, next), userId, { manual: true, ruleIds: [] });
      // A step that shares no factor with the usual sizes spreads people over groups.
      next += 7;
    }
  }
}
