import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff } from './diff.ts';
import { groupsOf, rulesOf, stateOfGroups, withGroups } from './groups.ts';
import { type AssignmentMap, emptyMap, leftToRight } from './map.ts';
import { emptyRouting, type Routing, route } from './routing.ts';
import type { GroupRef, Rule } from './rule.ts';
import { map as anyMap, subject } from './testing/arbitrary.ts';
import { touches } from './touches.ts';
import { type Known, validate, validateRouting } from './validate.ts';

const sales: GroupRef = { integrationId: 'okta', groupId: '1', name: 'Sales' };
const known: Known = {
  hasItem: (id) => id === 'slack',
  hasBlueprint: (id) => id === 'standard',
  hasGroup: (group) => group.groupId === '1',
  mayBeMissing: new Set(['okta/7']),
};
const department = (...values: string[]): Rule => ({ input: 'department', operator: 'isOneOf', values });

/** All Devices, one block, one node `n` with the given rules. */
const withRules = (rules: readonly Rule[], items: readonly string[] = []): AssignmentMap => ({
  nodes: [
    { id: 'all-devices', kind: 'all', label: 'All Devices', rules: [], items: [], blocks: ['b'] },
    { id: 'n', kind: 'if', label: 'Team', rules, items, blocks: [] },
  ],
  blocks: [{ id: 'b', label: '', nodes: ['n'] }],
});
const problems = (map: AssignmentMap) => validate(map, known).map((p) => `${p.severity} ${p.code}: ${p.message}`);

describe('validation', () => {
  test('finds nothing wrong with a new map', () => expect(validate(emptyMap, known)).toEqual([]));

  test.each<[string, readonly Rule[], string]>([
    ['a condition without rules', [], 'error missingRules: Condition "Team" has no rule.'],
    ['a rule without values', [department()], 'error emptyRule: Department has no value to compare with.'],
    ['a blank value', [department(' ')], 'error emptyRule: Department has a value that is blank.'],
    [
      'an input that appears twice',
      [department('a'), department('b')],
      'error repeatedInput: Department appears twice; put its values in one rule.',
    ],
    [
      'an operator that does not fit the input',
      [{ input: 'department', operator: 'greaterThan', values: ['a'] }],
      'error wrongOperator: Department cannot be compared with "is greater than".',
    ],
    [
      'several values where one is taken',
      [{ input: 'department', operator: 'is', values: ['a', 'b'] }],
      'error tooManyValues: "is" takes one value; use "is one of" for more.',
    ],
    [
      'an unknown group',
      [{ input: 'userGroup', operator: 'is', groups: [{ ...sales, groupId: '9', name: 'Ghosts' }] }],
      'error unknownGroup: Group "Ghosts" does not exist.',
    ],
    [
      'a group that vanished since',
      [{ input: 'userGroup', operator: 'is', groups: [{ ...sales, groupId: '7' }] }],
      'warning unknownGroup: Group "Sales" no longer exists; the rule holds for nobody until a group of that name arrives.',
    ],
    [
      'a choice that does not exist',
      [{ input: 'deviceFamily', operator: 'is', values: ['toaster'] }],
      'error wrongValue: "toaster" is not a device family that exists.',
    ],
    [
      'a version that is none',
      [{ input: 'osVersion', operator: 'lessThan', values: ['Sonoma'] }],
      'error wrongValue: "Sonoma" is not a version such as 15.1.',
    ],
    [
      'an unknown blueprint',
      [{ input: 'blueprint', operator: 'is', values: ['x'] }],
      'error unknownBlueprint: The rule names a blueprint that does not exist.',
    ],
  ])('names %s', (_, rules, expected) => expect(problems(withRules(rules))).toEqual([expected]));

  test('names unknown and repeated items', () => {
    expect(problems(withRules([department('a')], ['slack', 'slack', 'nothing']))).toEqual([
      'error repeatedItem: Library Item already exists in Assignment Node',
      'error unknownItem: Library Item "nothing" does not exist.',
    ]);
  });

  test('names a node that is nested in itself', () => {
    const map = withRules([department('a')]);
    const cyclic = { ...map, nodes: map.nodes.map((n) => (n.id === 'n' ? { ...n, blocks: ['b'] } : n)) };
    expect(problems(cyclic)).toEqual(['error cycle: Node "Team" is nested in itself.']);
    const detached = { ...cyclic, nodes: cyclic.nodes.map((n) => (n.id === 'n' ? n : { ...n, blocks: [] })) };
    expect(problems(detached)).toEqual(['error cycle: Node "Team" is nested in itself.']);
  });

  test('names what hangs nowhere, twice, or does not exist', () => {
    const map = withRules([department('a')]);
    const [root, n] = map.nodes;
    if (!root || !n) throw new Error('the map has two nodes');
    expect(problems({ ...map, nodes: [{ ...root, blocks: [] }, n] })).toEqual([
      'error unreachable: Node "Team" hangs on no block.',
    ]);
    expect(problems({ ...map, nodes: [{ ...root, blocks: ['b', 'b'] }, n] })).toEqual([
      'error usedTwice: Node "Team" hangs in two places.',
    ]);
    expect(problems({ ...map, nodes: [{ ...root, blocks: ['x'] }, n, n] })).toEqual([
      'error duplicateId: Two nodes have the id "n".',
      'error unknownBlock: Block "x" does not exist.',
      'error unreachable: Node "Team" hangs on no block.',
      'error unreachable: Node "Team" hangs on no block.',
    ]);
    expect(problems({ nodes: [n], blocks: [] })).toContain(
      'error missingRoot: The map has no All Devices node; it comes first and cannot be removed.',
    );
  });

  test('wants if, else if…, else', () => {
    const map = withRules([department('a')]);
    const kinds = (...nodes: ('if' | 'elseIf' | 'else')[]) =>
      problems({
        nodes: [
          ...map.nodes.slice(0, 1),
          ...nodes.map((kind, i) => ({
            id: `${i}`,
            kind,
            label: '',
            rules: kind === 'else' ? [] : [department('a')],
            items: [],
            blocks: [],
          })),
        ],
        blocks: [{ id: 'b', label: '', nodes: nodes.map((_, i) => `${i}`) }],
      });
    expect(kinds('if', 'elseIf', 'elseIf', 'else')).toEqual([]);
    expect(kinds('else')).toEqual(['error wrongKind: A block begins with "if".']);
    expect(kinds('if', 'else', 'elseIf')).toHaveLength(1);
    expect(kinds('if', 'if')).toHaveLength(1);
    expect(kinds()).toEqual(['error emptyBlock: A conditional block needs an "if".']);
  });
});

describe('routing', () => {
  const routing: Routing = {
    routes: [
      { id: 'r1', label: 'Sales', rules: [department('Sales')], blueprintId: 'sales' },
      { id: 'r2', label: 'Sales again', rules: [department('Sales', 'IT')], blueprintId: 'it' },
    ],
    fallbackBlueprintId: 'standard',
  };
  test('takes the first route that holds, else the fallback', () => {
    fc.assert(
      fc.property(subject, (who) => {
        const folded = who.user?.department?.trim().toLowerCase();
        const expected = folded === 'sales' ? 'sales' : folded === 'it' ? 'it' : 'standard';
        expect(route(routing, who).blueprintId).toBe(expected);
      }),
    );
    expect(route(emptyRouting, { device: fc.sample(subject, 1)[0]?.device ?? fail(), user: null, groups: [] })).toEqual(
      {
        blueprintId: null,
        route: null,
        decisions: [],
      },
    );
  });
  test('is refused when a route names an unknown blueprint or asks for the blueprint', () => {
    expect(validateRouting(routing, known).map((p) => p.code)).toEqual(['unknownBlueprint', 'unknownBlueprint']);
    const asks: Rule = { input: 'blueprint', operator: 'is', values: ['standard'] };
    const self = {
      routes: [{ id: 'r', label: 'x', rules: [asks], blueprintId: 'standard' }],
      fallbackBlueprintId: null,
    };
    expect(validateRouting(self, known).map((p) => p.code)).toEqual(['wrongOperator']);
  });
});

const fail = (): never => {
  throw new Error('no sample');
};

describe('groups that rules name', () => {
  const map = withRules([
    { input: 'userGroup', operator: 'isOneOf', groups: [sales, { ...sales, groupId: '2', name: 'IT' }] },
  ]);
  const state = (live: readonly GroupRef[]) =>
    stateOfGroups(
      groupsOf(rulesOf(map)),
      (key) => live.find((g) => `${g.integrationId}/${g.groupId}` === key),
      (integrationId, name) => live.find((g) => g.integrationId === integrationId && g.name.toLowerCase() === name),
    );
  test('follow the id through a rename', () => {
    const { changed, vanished } = state([
      { ...sales, name: 'Field Sales' },
      { ...sales, groupId: '2', name: 'IT' },
    ]);
    expect(groupsOf(rulesOf(withGroups(map, changed))).map((g) => g.name)).toEqual(['Field Sales', 'IT']);
    expect(vanished).toEqual([]);
  });
  test('heal by name in the same integration, and are flagged until then', () => {
    const other = { integrationId: 'entra', groupId: '5', name: 'sales' };
    expect(state([other]).vanished.map((g) => g.name)).toEqual(['Sales', 'IT']);
    const back = { integrationId: 'okta', groupId: '5', name: 'sales' };
    const { healed, changed, vanished } = state([back]);
    expect(healed).toEqual([{ from: sales, to: back }]);
    expect(vanished.map((g) => g.name)).toEqual(['IT']);
    expect(touches(rulesOf(withGroups(map, changed))).groups).toEqual(new Set(['okta/5', 'okta/2']));
  });
});

describe('diff', () => {
  test('is empty for equal maps and says what was added, removed and changed', () => {
    fc.assert(
      fc.property(anyMap, (map) => {
        expect(diff(map, structuredClone(map))).toEqual([]);
      }),
    );
    const before = withRules([department('a')], ['slack']);
    const after = withRules([department('b')], ['zoom']);
    expect(diff(before, after).map((c) => c.kind)).toEqual(['rulesChanged', 'itemAdded', 'itemRemoved']);
    expect(diff(emptyMap, before).map((c) => c.kind)).toEqual(['blockAdded', 'nodeAdded', 'itemAdded']);
    expect(diff(before, emptyMap).map((c) => c.kind)).toEqual(['blockRemoved', 'nodeRemoved']);
  });
});

test('the order from left to right holds every node once, parents before what is nested in them', () => {
  fc.assert(
    fc.property(anyMap, (map) => {
      const order = leftToRight(map).map((node) => node.id);
      expect(order.toSorted()).toEqual(map.nodes.map((node) => node.id).toSorted());
      for (const node of map.nodes)
        for (const block of map.blocks.filter((b) => node.blocks.includes(b.id)))
          for (const nested of block.nodes) expect(order.indexOf(nested)).toBeGreaterThan(order.indexOf(node.id));
    }),
  );
});
