import { expect, test } from 'vitest';
import { changeText, marksOf } from './change-words.ts';

const names = { itemName: (id: string) => (id === 's' ? 'Slack' : id), inputs: [] };
const node = { nodeId: 'n', label: 'Sales' };

test('a change of a map is told with the names of nodes, items and rules', () => {
  const rule = (value: string) => ({ input: 'department' as const, operator: 'is' as const, values: [value] });
  expect(changeText({ kind: 'itemAdded', ...node, itemId: 's' }, names)).toBe('Slack put on “Sales”');
  expect(changeText({ kind: 'rulesChanged', ...node, from: [], to: [rule('EMEA')] }, names)).toBe(
    '“Sales”: from no rule to department is EMEA',
  );
});

test('nodes of an earlier map are marked as changed or removed since; those that came later are not in it', () => {
  const marks = marksOf([
    { kind: 'nodeAdded', nodeId: 'new', label: '' },
    { kind: 'itemAdded', nodeId: 'new', label: '', itemId: 's' },
    { kind: 'itemRemoved', ...node, itemId: 's' },
    { kind: 'nodeRemoved', nodeId: 'old', label: '' },
  ]);
  expect(marks.get('n')).toBe('changed since');
  expect(marks.get('old')).toBe('removed since');
});
