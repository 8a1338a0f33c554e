import type { JsonObject } from '@rollcall/scim';
import { type Check, type CheckContext, expectStatus, expectThat, firstOf } from '../check.ts';
import { listAt } from '../shape.ts';

const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

async function membersOf({ client }: CheckContext, path: string): Promise<string[]> {
  const answer = await client.send('GET', path);
  return listAt(answer.body, 'members')
    .map((member) => String(member.value))
    .sort();
}

interface MemberCase {
  readonly name: string;
  readonly sentence: string;
  readonly level?: Check['level'];
  /** Two members are there, `a` and `b`; `c` is not. */
  operations(a: string, b: string, c: string): readonly JsonObject[];
  wanted(a: string, b: string, c: string): readonly string[];
}

const cases: readonly MemberCase[] = [
  {
    name: 'add members',
    sentence: 'If the target location specifies a multi-valued attribute, a new value is added to the attribute.',
    operations: (_a, _b, c) => [{ op: 'add', path: 'members', value: [{ value: c }] }],
    wanted: (a, b, c) => [a, b, c],
  },
  {
    name: 'remove one member by filter',
    sentence:
      'If the target location is a multi-valued attribute and a complex filter is specified comparing a "value", the values matched by the filter are removed.',
    operations: (a) => [{ op: 'remove', path: `members[value eq "${a}"]` }],
    wanted: (_a, b) => [b],
  },
  {
    name: 'replace all members',
    sentence:
      'If the target location is a multi-valued attribute and no filter is specified, the attribute and all values are replaced.',
    operations: (_a, _b, c) => [{ op: 'replace', path: 'members', value: [{ value: c }] }],
    wanted: (_a, _b, c) => [c],
  },
  {
    name: 'replace with an empty list (Okta: Push now)',
    sentence: 'Okta’s Push now overwrites the membership, an empty one included.',
    level: 'client',
    operations: () => [{ op: 'replace', path: 'members', value: [] }],
    wanted: () => [],
  },
  {
    name: 'remove with a value list (Entra)',
    sentence: 'Microsoft Entra ID removes members with a list of values; only those go.',
    level: 'client',
    operations: (a) => [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: a }] }],
    wanted: (_a, b) => [b],
  },
  {
    name: 'adding a member twice keeps it once',
    sentence: 'If the value already exists in the multi-valued attribute, no change is made.',
    operations: (a) => [{ op: 'add', path: 'members', value: [{ value: a }] }],
    wanted: (a, b) => [a, b],
  },
  {
    name: 'a path-less rename keeps the members (Okta)',
    sentence: 'Okta renames with {"op":"replace","value":{"id":…,"displayName":…}}; the members stay.',
    level: 'client',
    operations: (a) => [{ op: 'replace', value: { id: 'ignored', displayName: `renamed ${a}` } }],
    wanted: (a, b) => [a, b],
  },
];

export const groupChecks: readonly Check[] = [
  ...cases.map(
    (entry): Check => ({
      name: `Group: ${entry.name}`,
      section: 'RFC 7644 §3.5.2',
      sentence: entry.sentence,
      level: entry.level ?? 'must',
      async run(context) {
        const people = [await context.createUser(), await context.createUser(), await context.createUser()];
        const [a = '', b = '', c = ''] = people.map((person) => person.id);
        const group = await context.createGroup({ members: [{ value: a }, { value: b }] });
        const body = { schemas: [patchUrn], Operations: entry.operations(a, b, c) };
        const answer = await context.client.send('PATCH', group.path, body);
        const members = await membersOf(context, group.path);
        const wanted = [...entry.wanted(a, b, c)].sort();
        return firstOf(
          expectStatus(group.answer, 201),
          expectStatus(answer, 200, 204),
          expectThat(
            JSON.stringify(members) === JSON.stringify(wanted),
            `${members.length} members, not the ${wanted.length} that were wanted`,
          ),
        );
      },
    }),
  ),
  {
    name: 'Group: PUT replaces the whole membership',
    section: 'RFC 7644 §3.5.1',
    sentence: 'HTTP PUT is used to replace a resource’s attributes.',
    level: 'must',
    async run(context) {
      const [a, b] = [await context.createUser(), await context.createUser()];
      const group = await context.createGroup({ members: [{ value: a.id }] });
      const put = await context.client.send('PUT', group.path, {
        ...group.answer.body,
        members: [{ value: b.id, display: null }],
      });
      const members = await membersOf(context, group.path);
      return firstOf(
        expectStatus(put, 200),
        expectThat(members.join() === b.id, `the members are ${members.join() || 'none'}`),
      );
    },
  },
  {
    name: 'Group: a person’s groups name it',
    section: 'RFC 7643 §4.1.2',
    sentence:
      'groups: A list of groups to which the user belongs, either through direct membership, through nested groups, or dynamically calculated.',
    level: 'should',
    async run(context) {
      const person = await context.createUser();
      const group = await context.createGroup({ members: [{ value: person.id }] });
      const { body } = await context.client.send('GET', person.path);
      return expectThat(
        listAt(body, 'groups').some((entry) => entry.value === group.id),
        'the group is not among them',
      );
    },
  },
  {
    name: 'Group: deleting it leaves its people',
    section: 'RFC 7644 §3.6',
    sentence:
      'In response to a successful DELETE, the server SHALL return a successful HTTP status code 204 (No Content).',
    level: 'must',
    async run(context) {
      const person = await context.createUser();
      const group = await context.createGroup({ members: [{ value: person.id }] });
      return firstOf(
        expectStatus(await context.client.send('DELETE', group.path), 204),
        expectStatus(await context.client.send('GET', person.path), 200),
      );
    },
  },
];
