import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { type Item, noDevice, type Subject } from './facts.ts';
import type { AssignmentMap, AssignmentNode } from './map.ts';
import type { GroupRef, Rule } from './rule.ts';
import * as arbitrary from './testing/arbitrary.ts';
import { reference } from './testing/reference.ts';
import { validate } from './validate.ts';

const sales: GroupRef = { integrationId: 'okta', groupId: '1', name: 'Sales' };
const engineering: GroupRef = { integrationId: 'okta', groupId: '2', name: 'Engineering' };
const item = (id: string, more: Partial<Item> = {}): Item => ({
  id,
  name: id,
  platforms: [],
  active: true,
  conflictKey: null,
  ...more,
});
const node = (
  id: string,
  kind: AssignmentNode['kind'],
  items: string[],
  rules: Rule[] = [],
  blocks: string[] = [],
) => ({
  id,
  kind,
  label: id,
  rules,
  items,
  blocks,
});
const inGroup = (...groups: GroupRef[]): Rule => ({ input: 'userGroup', operator: 'isOneOf', groups });
const is = (input: 'department' | 'deviceFamily' | 'tag', ...values: string[]): Rule => ({
  input,
  operator: values.length === 1 ? 'is' : 'isOneOf',
  values,
});
const subject = (more: { groups?: GroupRef[]; department?: string; family?: string; tags?: string[] }): Subject => ({
  device: { ...noDevice('d'), family: more.family ?? 'mac', tags: more.tags ?? [] },
  user: {
    id: 'u',
    department: more.department ?? null,
    jobTitle: null,
    employeeNumber: null,
    costCenter: null,
    organization: null,
    division: null,
    manager: null,
  },
  groups: more.groups ?? [],
});

const map: AssignmentMap = {
  nodes: [
    node('all-devices', 'all', ['wifi'], [], ['teams', 'lab']),
    node('sales', 'if', ['crm'], [inGroup(sales)], ['sales-mac']),
    node('eng', 'elseIf', ['ide'], [inGroup(engineering)]),
    node('others', 'else', ['wiki']),
    node('sales-mac', 'if', ['keynote'], [is('deviceFamily', 'mac')]),
    node('lab', 'if', ['wifi'], [is('tag', 'lab', 'loan')]),
  ],
  blocks: [
    { id: 'teams', label: '', nodes: ['sales', 'eng', 'others'] },
    { id: 'sales-mac', label: '', nodes: ['sales-mac'] },
    { id: 'lab', label: '', nodes: ['lab'] },
  ],
};
const catalogue = ['wifi', 'crm', 'ide', 'wiki', 'keynote'].map((id) => item(id));
const got = (who: Subject, items = catalogue, vanished = new Set<string>()) =>
  evaluate(map, who, items, vanished).items.map(({ itemId, path }) => `${itemId}: ${path.join(' > ')}`);

describe('a map', () => {
  test('takes the first match of a block, skips its rest, then goes on with the next block', () => {
    expect(got(subject({ groups: [engineering, sales], tags: ['Lab'] }))).toEqual([
      'crm: all-devices > sales',
      'keynote: all-devices > sales > sales-mac',
      'wifi: all-devices > lab',
    ]);
  });

  test('looks into a nested block only below a node that was taken', () => {
    expect(got(subject({ groups: [sales], family: 'windows' }))).toEqual([
      'wifi: all-devices',
      'crm: all-devices > sales',
    ]);
    expect(got(subject({ groups: [engineering] }))).toEqual(['wifi: all-devices', 'ide: all-devices > eng']);
  });

  test('takes else only when no condition before it held', () => {
    expect(got(subject({}))).toEqual(['wifi: all-devices', 'wiki: all-devices > others']);
  });

  test('explains every decision', () => {
    const { decisions } = evaluate(map, subject({ groups: [engineering] }), catalogue);
    expect(decisions.map(({ nodeId, outcome, rules }) => [nodeId, outcome, rules.flatMap((r) => r.actual)])).toEqual([
      ['sales', 'notTaken', ['Engineering']],
      ['eng', 'taken', ['Engineering']],
      ['others', 'skipped', []],
      ['lab', 'notTaken', []],
    ]);
  });

  test('lets the item farthest right win a conflict, after the platform filter', () => {
    const keyed = [
      item('crm', { conflictKey: 'x' }),
      item('keynote', { conflictKey: 'x', platforms: ['ipad'] }),
      item('wifi'),
    ];
    expect(got(subject({ groups: [sales] }), keyed)).toEqual(['wifi: all-devices', 'crm: all-devices > sales']);
    const onMac = [item('crm', { conflictKey: 'x' }), item('keynote', { conflictKey: 'x', platforms: ['mac'] })];
    expect(evaluate(map, subject({ groups: [sales] }), onMac)).toMatchObject({
      items: [{ itemId: 'keynote' }],
      dropped: [
        { itemId: 'wifi', reason: 'unknown' },
        { itemId: 'crm', reason: 'overridden', by: { itemId: 'keynote' } },
      ],
    });
  });

  test('holds a rule on a vanished group for nobody, also a negative one', () => {
    const gone = new Set(['okta/1']);
    expect(got(subject({ groups: [sales] }), catalogue, gone)).toEqual([
      'wifi: all-devices',
      'wiki: all-devices > others',
    ]);
    const notSales: AssignmentMap = {
      nodes: [
        node('all-devices', 'all', [], [], ['b']),
        node('n', 'if', ['crm'], [{ input: 'userGroup', operator: 'isNot', groups: [sales] }]),
      ],
      blocks: [{ id: 'b', label: '', nodes: ['n'] }],
    };
    expect(evaluate(notSales, subject({}), catalogue).items).toHaveLength(1);
    expect(evaluate(notSales, subject({}), catalogue, gone).items).toHaveLength(0);
  });
});

describe('for random maps, items and subjects', () => {
  const everything = [arbitrary.map, arbitrary.subject, arbitrary.items, arbitrary.vanished] as const;

  test('the evaluator gives what the naive reference gives, and the compiled form the same', () => {
    fc.assert(
      fc.property(...everything, (randomMap, who, items, vanished) => {
        const expected = reference(randomMap, who, items, vanished);
        const explained = evaluate(randomMap, who, items, vanished);
        const compiled = compile(randomMap, items, vanished);
        expect(explained.items.map((i) => `${i.itemId}@${i.nodeId}`)).toEqual(expected);
        expect(compiled.run(who).items.map((i) => `${i.itemId}@${i.nodeId}`)).toEqual(expected);
        expect(compiled.run(who)).toBe(compiled.run(who));
        expect(compiled.run(who).dropped).toEqual(explained.dropped);
      }),
      { numRuns: 2_000 },
    );
  });

  test('the generated maps are valid', () => {
    const known = {
      hasItem: () => true,
      hasBlueprint: () => true,
      hasGroup: () => true,
      mayBeMissing: new Set<string>(),
    };
    fc.assert(
      fc.property(arbitrary.map, (random) => {
        expect(validate(random, known)).toEqual([]);
      }),
    );
  });
});
