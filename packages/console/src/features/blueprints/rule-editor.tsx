import {
  ActionIcon,
  Button,
  Group,
  Modal,
  MultiSelect,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type AssignmentNode,
  blueprintsQuery,
  inputsQuery,
  type Rule,
  type RuleInput,
  ruleCountQuery,
  valueInputs,
} from '../../data/blueprints.ts';
import { groupsQuery } from '../../data/groups.ts';
import { useKeysetRows } from '../../data/keyset.ts';
import { facetQuery } from '../../data/people.ts';
import { count } from '../../lib/count.ts';
import css from './rule-editor.module.css';

interface RuleEditorProps {
  readonly node: AssignmentNode | null;
  readonly onDone: (change: Pick<AssignmentNode, 'label' | 'rules'>) => void;
  readonly onClose: () => void;
}

export function RuleEditor({ node, onDone, onClose }: RuleEditorProps) {
  return (
    <Modal opened={node !== null} onClose={onClose} title="Edit condition" size="lg">
      {node ? <Editor node={node} onDone={onDone} onClose={onClose} /> : null}
    </Modal>
  );
}

const isFilled = (rule: Rule) => (rule.input === 'userGroup' ? rule.groups.length > 0 : rule.values.length > 0);

function ruleFor(input: RuleInput, operator = input.operators[0]): Rule | null {
  const of = operator?.id ?? 'is';
  if (input.id === 'userGroup') return { input: 'userGroup', operator: of, groups: [] };
  const id = valueInputs.find((each) => each === input.id);
  return id ? { input: id, operator: of, values: [] } : null;
}

function Editor({ node, onDone, onClose }: RuleEditorProps & { readonly node: AssignmentNode }) {
  const [label, setLabel] = useState(node.label);
  const [rules, setRules] = useState<Rule[]>(node.rules);
  const inputs = useQuery(inputsQuery).data ?? [];
  const conditional = node.kind === 'if' || node.kind === 'elseIf';
  const free = inputs.filter(({ id }) => !rules.some((rule) => rule.input === id));
  const add = () => {
    const [next] = free;
    const rule = next ? ruleFor(next) : null;
    if (rule) setRules([...rules, rule]);
  };
  const filled = rules.filter(isFilled);
  const [settled] = useDebouncedValue(filled, 250);
  const matches = useQuery(ruleCountQuery(settled)).data;
  return (
    <Stack gap="md">
      <TextInput label="Label" data-autofocus value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
      {conditional ? (
        <>
          {rules.map((rule, index) => (
            <RuleRow
              key={rule.input}
              rule={rule}
              inputs={inputs.filter(({ id }) => id === rule.input || free.some((each) => each.id === id))}
              onChange={(next) => setRules(rules.with(index, next))}
              onRemove={() => setRules(rules.toSpliced(index, 1))}
            />
          ))}
          <Group justify="space-between">
            <Button variant="default" leftSection={<IconPlus size={15} />} onClick={add}>
              Add rule
            </Button>
            <Text size="sm" role="status">
              {filled.length > 0 && matches ? `Matches ${count(matches.devices, 'device')} of ${matches.of}` : ''}
            </Text>
          </Group>
        </>
      ) : null}
      <FormButtons
        label="Done"
        disabled={conditional && filled.length === 0}
        onClick={() => onDone({ label: label.trim(), rules: filled })}
        onCancel={onClose}
      />
    </Stack>
  );
}

interface RuleRowProps {
  readonly rule: Rule;
  readonly inputs: readonly RuleInput[];
  readonly onChange: (rule: Rule) => void;
  readonly onRemove: () => void;
}

function RuleRow({ rule, inputs, onChange, onRemove }: RuleRowProps) {
  const input = inputs.find(({ id }) => id === rule.input);
  const several = input?.operators.find(({ id }) => id === rule.operator)?.several ?? false;
  return (
    <div className={css.rule}>
      <Select
        aria-label="Input"
        data={inputs.map(({ id, label }) => ({ value: id, label }))}
        searchable
        allowDeselect={false}
        value={rule.input}
        onChange={(id) => {
          const next = inputs.find((each) => each.id === id);
          const fresh = next ? ruleFor(next) : null;
          if (fresh) onChange(fresh);
        }}
      />
      <Select
        aria-label="Operator"
        data={(input?.operators ?? []).map(({ id, label }) => ({ value: id, label }))}
        allowDeselect={false}
        value={rule.operator}
        onChange={(id) => {
          const operator = input?.operators.find((each) => each.id === id);
          if (!operator) return;
          const end = operator.several ? undefined : 1;
          onChange(
            rule.input === 'userGroup'
              ? { ...rule, operator: operator.id, groups: rule.groups.slice(0, end) }
              : { ...rule, operator: operator.id, values: rule.values.slice(0, end) },
          );
        }}
      />
      <div className={css.values}>
        {rule.input === 'userGroup' ? (
          <GroupValues rule={rule} several={several} onChange={onChange} />
        ) : (
          <Values rule={rule} input={input} several={several} onChange={onChange} />
        )}
      </div>
      <ActionIcon size={34} aria-label="Remove rule" onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
}

/** One value replaces the one before where the operator takes one. */
const limited = (values: string[], several: boolean) => (several ? values : values.slice(-1));

interface GroupValuesProps {
  readonly rule: Extract<Rule, { input: 'userGroup' }>;
  readonly several: boolean;
  readonly onChange: (rule: Rule) => void;
}

function GroupValues({ rule, several, onChange }: GroupValuesProps) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 150);
  const found = useKeysetRows(groupsQuery({ sort: 'name', ...(asked ? { search: asked } : {}) })).rows;
  const known = new Map(rule.groups.map((group) => [group.groupId, group]));
  for (const { id, name, integration } of found) known.set(id, { integrationId: integration.id, groupId: id, name });
  return (
    <MultiSelect
      aria-label="Groups"
      placeholder="Search groups"
      searchable
      data={[...known.values()].map(({ groupId, name }) => ({ value: groupId, label: name }))}
      value={rule.groups.map(({ groupId }) => groupId)}
      onSearchChange={setTyped}
      onChange={(ids) =>
        onChange({
          ...rule,
          groups: limited(ids, several).flatMap((id) => {
            const group = known.get(id);
            return group ? [group] : [];
          }),
        })
      }
    />
  );
}

interface ValuesProps {
  readonly rule: Exclude<Rule, { input: 'userGroup' }>;
  readonly input: RuleInput | undefined;
  readonly several: boolean;
  readonly onChange: (rule: Rule) => void;
}

function Values({ rule, input, several, onChange }: ValuesProps) {
  const field = rule.input === 'department' || rule.input === 'jobTitle' ? rule.input : null;
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 150);
  const facet = useQuery({ ...facetQuery(field ?? 'department', asked), enabled: field !== null }).data;
  const blueprints = useQuery({ ...blueprintsQuery, enabled: input?.type === 'record' }).data ?? [];
  const set = (values: string[]) => onChange({ ...rule, values: limited(values, several) });
  const choices =
    input?.type === 'record' ? blueprints.map(({ id, name }) => ({ value: id, label: name })) : (input?.choices ?? []);
  if (input?.type === 'choice' || input?.type === 'record')
    return <MultiSelect aria-label="Values" data={[...choices]} value={rule.values} onChange={set} />;
  return (
    <TagsInput
      aria-label="Values"
      placeholder="Type, then Enter"
      acceptValueOnBlur
      data={facet?.values.map(({ value }) => value).filter((value) => value !== '') ?? []}
      value={rule.values}
      onSearchChange={setTyped}
      onChange={set}
    />
  );
}
