import { type AssignmentMap, type AssignmentNode, emptyMap, families, type Rule, rootId } from '@rollcall/blueprint';

export interface Template {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly map: AssignmentMap;
}

/** One block: an if, else ifs, and an else. */
function block(
  conditions: readonly { readonly id: string; readonly label: string; readonly rules: readonly Rule[] }[],
): AssignmentMap {
  const nodes: AssignmentNode[] = conditions.map(({ id, label, rules }, i) => ({
    id,
    kind: rules.length === 0 ? 'else' : i === 0 ? 'if' : 'elseIf',
    label,
    rules,
    items: [],
    blocks: [],
  }));
  return {
    nodes: [{ id: rootId, kind: 'all', label: 'All Devices', rules: [], items: [], blocks: ['block-1'] }, ...nodes],
    blocks: [{ id: 'block-1', label: '', nodes: nodes.map((node) => node.id) }],
  };
}

export const templates: readonly Template[] = [
  { id: 'scratch', name: 'From scratch', description: 'All Devices and nothing else.', map: emptyMap },
  {
    id: 'families',
    name: 'By device family',
    description: 'A node each for Mac, iPhone, iPad and the others.',
    map: block([
      ...families.slice(0, 3).map(({ value, label }) => ({
        id: value,
        label,
        rules: [{ input: 'deviceFamily', operator: 'is', values: [value] } as const],
      })),
      { id: 'others', label: 'Everything else', rules: [] },
    ]),
  },
  {
    id: 'ownership',
    name: 'Company-owned or personal',
    description: 'User enrollment apart from devices that the organization owns.',
    map: block([
      {
        id: 'personal',
        label: 'Personal devices',
        rules: [{ input: 'enrollmentType', operator: 'is', values: ['user'] }],
      },
      { id: 'company', label: 'Company-owned devices', rules: [] },
    ]),
  },
  {
    id: 'departments',
    name: 'By department',
    description: 'Two departments and everybody else; name yours.',
    map: block([
      {
        id: 'engineering',
        label: 'Engineering',
        rules: [{ input: 'department', operator: 'is', values: ['Engineering'] }],
      },
      { id: 'sales', label: 'Sales', rules: [{ input: 'department', operator: 'is', values: ['Sales'] }] },
      { id: 'everyone-else', label: 'Everybody else', rules: [] },
    ]),
  },
];
