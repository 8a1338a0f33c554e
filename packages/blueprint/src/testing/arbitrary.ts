/** Random maps, items and subjects over small vocabularies, so that rules often hold. */
import fc from 'fast-check';
import type { Item, Subject } from '../facts.ts';
import { inputIds, inputs, operatorsOf, takesSeveral } from '../input.ts';
import { type AssignmentMap, type AssignmentNode, type ConditionalBlock, rootId } from '../map.ts';
import type { GroupRef, Rule } from '../rule.ts';

const words = ['Sales', 'sales ', 'Engineering', 'Eng', 'IT', 'École', 'E\u0301cole'] as const;
const versions = ['14', '15.0', '15', '15.9', '15.10', '15.10.1', '26.0.1'] as const;
export const groups: readonly GroupRef[] = [0, 1, 2, 3].map((n) => ({
  integrationId: `i${n % 2}`,
  groupId: `g${n}`,
  name: `Group ${n}`,
}));
export const itemIds = ['slack', 'zoom', 'vpn', 'passcode', 'dock', 'slack-beta'] as const;

const word = fc.constantFrom(...words);

export const rule: fc.Arbitrary<Rule> = fc.constantFrom(...inputIds).chain((input): fc.Arbitrary<Rule> => {
  const { type, choices } = inputs[input];
  return fc.constantFrom(...operatorsOf[type]).chain((operator): fc.Arbitrary<Rule> => {
    const length = { minLength: 1, maxLength: takesSeveral.has(operator) ? 3 : 1 };
    if (input === 'userGroup')
      return fc
        .uniqueArray(fc.constantFrom(...groups), length)
        .map((chosen): Rule => ({ input, operator, groups: chosen }));
    const value =
      type === 'choice'
        ? fc.constantFrom(...choices.map((choice) => choice.value))
        : type === 'version'
          ? fc.constantFrom(...versions)
          : type === 'record'
            ? fc.constantFrom('b1', 'b2')
            : word;
    return fc.uniqueArray(value, length).map((values): Rule => ({ input, operator, values }));
  });
});

const rules = fc.uniqueArray(rule, { minLength: 1, maxLength: 2, selector: (r) => r.input });

interface Tree {
  readonly items: readonly string[];
  readonly rules: readonly Rule[];
  readonly blocks: readonly (readonly Tree[])[];
}

const level = (below: fc.Arbitrary<Tree> | null): fc.Arbitrary<Tree> =>
  fc.record({
    items: fc.uniqueArray(fc.constantFrom(...itemIds), { maxLength: 3 }),
    rules,
    blocks: below
      ? fc.array(fc.array(below, { minLength: 1, maxLength: 3 }), { maxLength: 2 })
      : fc.constant<Tree['blocks']>([]),
  });
const tree = level(level(level(level(null))));

export const map: fc.Arbitrary<AssignmentMap> = fc.tuple(tree, fc.infiniteStream(fc.boolean())).map(([root, coins]) => {
  const nodes: AssignmentNode[] = [];
  const blocks: ConditionalBlock[] = [];
  const add = (at: Tree, id: string, kind: AssignmentNode['kind']): string => {
    const own = at.blocks.map((branches, i) => {
      const blockId = `${id}/${i}`;
      const ids = branches.map((branch, j) => {
        const last = j > 0 && j === branches.length - 1 && coins.next().value;
        return add(branch, `${blockId}.${j}`, j === 0 ? 'if' : last ? 'else' : 'elseIf');
      });
      blocks.push({ id: blockId, label: '', nodes: ids });
      return blockId;
    });
    const conditional = kind === 'if' || kind === 'elseIf';
    nodes.push({ id, kind, label: id, rules: conditional ? at.rules : [], items: at.items, blocks: own });
    return id;
  };
  add(root, rootId, 'all');
  return { nodes, blocks };
});

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 });
const choice = (input: 'deviceFamily' | 'chipType' | 'enrollmentType') =>
  maybe(fc.constantFrom(...inputs[input].choices.map((c) => c.value)));

export const subject: fc.Arbitrary<Subject> = fc.record({
  device: fc.record({
    id: fc.constant('d'),
    family: choice('deviceFamily'),
    model: maybe(word),
    osVersion: maybe(fc.constantFrom(...versions)),
    chipType: choice('chipType'),
    assetTag: maybe(word),
    serialNumber: maybe(word),
    supervised: maybe(fc.boolean()),
    enrollmentType: choice('enrollmentType'),
    fileVault: maybe(fc.boolean()),
    tags: fc.array(word, { maxLength: 2 }),
    blueprintId: maybe(fc.constantFrom('b1', 'b2')),
  }),
  user: maybe(
    fc.record({
      id: fc.constant('u'),
      department: maybe(word),
      jobTitle: maybe(word),
      employeeNumber: maybe(word),
      costCenter: maybe(word),
      organization: maybe(word),
      division: maybe(word),
      manager: maybe(word),
    }),
  ),
  groups: fc.uniqueArray(fc.constantFrom(...groups)),
});

export const items: fc.Arbitrary<readonly Item[]> = fc
  .tuple(
    ...itemIds.map((id) =>
      fc.record({
        id: fc.constant(id),
        name: fc.constant(id),
        platforms: fc.uniqueArray(fc.constantFrom('mac', 'iphone', 'windows'), { maxLength: 2 }),
        active: fc.constantFrom(true, true, true, false),
        conflictKey: maybe(fc.constantFrom('chat', 'lock')),
      }),
    ),
  )
  .map((all) => all);

export const vanished = fc.subarray(groups.map((g) => `${g.integrationId}/${g.groupId}`)).map((keys) => new Set(keys));
