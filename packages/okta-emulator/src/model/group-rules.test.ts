import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must, OktaOrg } from '../testing/okta-org.ts';
import { parseExpression } from './expression/parse.ts';
import type { BasicCondition } from './group.ts';
import { activateRule, createRule, deactivateRule, deleteRule, previewRule, updateRule } from './group-rules.ts';
import { addMember, deleteGroup, removeMember } from './groups.ts';
import { updateUser } from './users.ts';

let okta: OktaOrg;
beforeEach(() => {
  okta = new OktaOrg('http://127.0.0.1:9/scim', 'unused');
});
afterEach(() => okta[Symbol.dispose]());

const membersOf = (groupId: string) => [...(okta.org.members.get(groupId)?.keys() ?? [])];
const rule = (condition: BasicCondition | { kind: 'expression'; text: string }, groupIds: string[], name = 'Rule') =>
  createRule(okta.org, { name, condition, groupIds });

test.each([
  ['equals', 'Sales', ['Ada']],
  ['startsWith', 'Sal', ['Ada']],
  ['contains', 'a', ['Ada', 'Ben']],
  ['regex', 'Ma.*ing', ['Ben']],
] as const)('a basic condition on an attribute: department %s %s', async (operator, value, wanted) => {
  okta.user('Ada', 'X', { department: 'Sales' });
  okta.user('Ben', 'X', { department: 'Marketing' });
  okta.user('Cem', 'X');
  const group = okta.group('Target');
  const made = must(rule({ kind: 'attribute', attribute: 'department', operator, value }, [group.id]));
  expect(made.status).toBe('INACTIVE');
  expect(membersOf(group.id)).toEqual([]);
  must(await activateRule(okta.org, made.id));
  expect(membersOf(group.id).map((id) => okta.org.users.get(id)?.profile.firstName)).toEqual([...wanted]);
});

test('group membership keeps an assignment group in step with the pushed groups, now and later', async () => {
  const [sales, engineering, target] = [okta.group('Sales'), okta.group('Engineering'), okta.group('rollcall_users')];
  const [ada, ben] = [okta.user('Ada', 'X'), okta.user('Ben', 'X')];
  must(addMember(okta.org, sales.id, ada.id));
  const made = must(rule({ kind: 'groups', groupIds: [sales.id, engineering.id] }, [target.id]));
  must(await activateRule(okta.org, made.id));
  expect(membersOf(target.id)).toEqual([ada.id]);
  must(addMember(okta.org, engineering.id, ben.id));
  expect(membersOf(target.id)).toEqual([ada.id, ben.id]);
  must(removeMember(okta.org, sales.id, ada.id));
  expect(membersOf(target.id)).toEqual([ben.id]);
});

test('a user who stops matching leaves the group; one who was also added by hand stays', async () => {
  const group = okta.group('Target');
  const ada = okta.user('Ada', 'X', { department: 'Sales' });
  must(
    await activateRule(okta.org, must(rule({ kind: 'expression', text: 'user.department == "Sales"' }, [group.id])).id),
  );
  must(updateUser(okta.org, ada.id, { department: 'IT' }, 'merge'));
  expect(membersOf(group.id)).toEqual([]);
  must(updateUser(okta.org, ada.id, { department: 'Sales' }, 'merge'));
  must(addMember(okta.org, group.id, ada.id));
  must(updateUser(okta.org, ada.id, { department: 'IT' }, 'merge'));
  expect(membersOf(group.id)).toEqual([ada.id]);
});

test('removing a rule-managed member by hand makes the person an exception of the rule', async () => {
  const group = okta.group('Target');
  const ada = okta.user('Ada', 'X', { department: 'Sales' });
  const made = must(rule({ kind: 'expression', text: 'user.department == "Sales"' }, [group.id]));
  must(await activateRule(okta.org, made.id));
  must(removeMember(okta.org, group.id, ada.id));
  expect(okta.org.rules.get(made.id)?.excludedUserIds).toEqual([ada.id]);
  must(updateUser(okta.org, ada.id, { title: 'X' }, 'merge'));
  expect(membersOf(group.id)).toEqual([]);
});

test('only inactive rules can be edited', async () => {
  const group = okta.group('Target');
  const made = must(rule({ kind: 'expression', text: 'true' }, [group.id]));
  must(await activateRule(okta.org, made.id));
  const input = { name: 'Other', condition: { kind: 'expression', text: 'false' } as const, groupIds: [group.id] };
  expect(updateRule(okta.org, made.id, input)).toMatchObject({ ok: false });
  must(deactivateRule(okta.org, made.id));
  expect(must(updateRule(okta.org, made.id, input)).name).toBe('Other');
});

test('a rule whose group is deleted is INVALID and cannot be activated', async () => {
  const [source, target] = [okta.group('Source'), okta.group('Target')];
  const made = must(rule({ kind: 'groups', groupIds: [source.id] }, [target.id]));
  must(deleteGroup(okta.org, source.id));
  expect(okta.org.rules.get(made.id)).toMatchObject({ status: 'INVALID', problem: 'The group Source was deleted.' });
  expect(await activateRule(okta.org, made.id)).toMatchObject({ ok: false });
});

test('a rule whose expression takes too long is INVALID, says so, and works again once it is edited', async () => {
  const group = okta.group('Target');
  for (const name of ['Ada', 'Ben']) okta.user(name, 'X', { title: 'a'.repeat(1900) });
  // The pattern is put together, so it is read only when it is applied.
  const text = 'user.title matches ("(a|a?|a*){40}" + "b")';
  const made = must(rule({ kind: 'expression', text }, [group.id]));
  expect(must(await activateRule(okta.org, made.id))).toMatchObject({
    status: 'INVALID',
    problem: 'Its expression takes too long to work out. It got as far as ada.x@okta.local.',
  });
  expect(membersOf(group.id)).toEqual([]);
  const edited = { name: 'Rule', condition: { kind: 'expression', text: 'true' } as const, groupIds: [group.id] };
  must(updateRule(okta.org, made.id, edited));
  expect(must(await activateRule(okta.org, made.id)).status).toBe('ACTIVE');
  expect(membersOf(group.id)).toHaveLength(2);
});

test('one person may not spend what a rule has for everybody', async () => {
  const group = okta.group('Target');
  okta.user('Ada', 'X', { title: 'a'.repeat(1900) });
  for (let i = 0; i < 400; i++) okta.user(`Ben${i}`, 'X');
  // Some 150,000 steps for Ada, next to nothing for the others; all of them together have 500,000.
  const made = must(rule({ kind: 'expression', text: `user.title matches "(${'a?|'.repeat(36)}a)*"` }, [group.id]));
  expect(must(await activateRule(okta.org, made.id))).toMatchObject({
    status: 'INVALID',
    problem: 'Its expression takes too long to work out. It got as far as ada.x@okta.local.',
  });
});

test('the members of a deleted group share what a rule may spend', async () => {
  const [source, target] = [okta.group('Source'), okta.group('Target')];
  // Some 65,000 steps a person: no more than one may spend, and too much for several at once.
  const text = `user.title matches "(${'a?|'.repeat(10)}a)*"`;
  must(await activateRule(okta.org, must(rule({ kind: 'expression', text }, [target.id])).id));
  const status = () => [...okta.org.rules.values()].map((each) => each.status);
  for (let i = 0; i < 5; i++) {
    const ada = okta.user(`Ada${i}`, 'X', { title: `${'a'.repeat(1900)}b` });
    must(addMember(okta.org, source.id, ada.id));
  }
  expect(status()).toEqual(['ACTIVE']);
  must(deleteGroup(okta.org, source.id));
  expect(status()).toEqual(['INVALID']);
});

describe('everything else has its turn while a rule is worked out', () => {
  const steady = 'true';
  // Some 1,000 steps for each of the people below.
  const costly = 'user.title matches "(a|b|c)*"';

  test.each([
    ['many people', 1200, steady],
    ['much work', 300, costly],
  ])('%s: a rule that is switched off meanwhile goes no further', async (_, people, text) => {
    const group = okta.group('Target');
    for (let i = 0; i < people; i++) okta.user(`Ada${i}`, 'X', { title: 'a'.repeat(60) });
    const made = must(rule({ kind: 'expression', text }, [group.id]));
    const activated = activateRule(okta.org, made.id);
    must(deactivateRule(okta.org, made.id));
    expect(must(await activated).status).toBe('INACTIVE');
    expect(membersOf(group.id).length).toBeGreaterThan(0);
    expect(membersOf(group.id).length).toBeLessThan(people);
  });

  test('a rule that is edited meanwhile is not followed as it was', async () => {
    const group = okta.group('Target');
    for (let i = 0; i < 300; i++) okta.user(`Ada${i}`, 'X', { title: 'a'.repeat(60) });
    const made = must(rule({ kind: 'expression', text: costly }, [group.id]));
    const activated = activateRule(okta.org, made.id);
    must(deactivateRule(okta.org, made.id));
    const input = { name: 'Rule', condition: { kind: 'expression', text: 'false' } as const, groupIds: [group.id] };
    must(updateRule(okta.org, made.id, input));
    expect(membersOf(group.id).length).toBeGreaterThan(0);
    // This one is quicker, and the first one is still on its way when it ends.
    must(await activateRule(okta.org, made.id));
    must(await activated);
    expect(membersOf(group.id)).toEqual([]);
  });

  test('a preview', async () => {
    for (let i = 0; i < 1200; i++) okta.user(`Ada${i}`, 'X');
    let previewed = false;
    const preview = previewRule(okta.org, must(parseExpression(steady))).finally(() => {
      previewed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(previewed).toBe(false);
    expect(must(await preview)).toMatchObject({ matches: 1200, sample: { length: 10 } });
  });
});

test('deleting a rule keeps its people in the group, or takes them out', async () => {
  const [one, two] = [okta.group('One'), okta.group('Two')];
  okta.user('Ada', 'X');
  const kept = must(rule({ kind: 'expression', text: 'true' }, [one.id], 'kept'));
  const taken = must(rule({ kind: 'expression', text: 'true' }, [two.id], 'taken'));
  must(await activateRule(okta.org, kept.id));
  must(await activateRule(okta.org, taken.id));
  must(await deleteRule(okta.org, kept.id, false));
  must(await deleteRule(okta.org, taken.id, true));
  expect([membersOf(one.id).length, membersOf(two.id).length]).toEqual([1, 0]);
});

test.each([
  ['an empty name', { name: '' }],
  ['a name of 51 characters', { name: 'x'.repeat(51) }],
  ['no group', { groupIds: [] }],
  ['an unknown group', { groupIds: ['00gNone'] }],
  ['a broken expression', { condition: { kind: 'expression', text: 'user.' } as const }],
  [
    'a broken regular expression',
    { condition: { kind: 'attribute', attribute: 'title', operator: 'regex', value: '(?<=a)b' } as const },
  ],
])('%s is refused', (_, change) => {
  const group = okta.group('Target');
  const input = { name: 'Rule', condition: { kind: 'expression', text: 'true' } as const, groupIds: [group.id] };
  expect(createRule(okta.org, { ...input, ...change })).toMatchObject({ ok: false, error: { kind: 'invalid' } });
});
