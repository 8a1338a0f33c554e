import { Button, Fieldset, Group, Radio, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Notice } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useState } from 'react';
import type { BasicCondition, Rule, RuleBody, RulePreview } from '../../api/contract.ts';
import { FormError } from '../components/parts.tsx';
import { type Choice, PickMany } from '../components/pickers.tsx';
import { ApiError, api } from '../data/api.ts';
import { useSend } from '../data/queries.ts';

type Attribute = Extract<BasicCondition, { kind: 'attribute' }>;

const operators: readonly { readonly value: Attribute['operator']; readonly label: string }[] = [
  { value: 'equals', label: 'equals' },
  { value: 'startsWith', label: 'starts with' },
  { value: 'contains', label: 'contains' },
  { value: 'regex', label: 'matches regular expression' },
];
const attributes = [
  'department',
  'division',
  'organization',
  'title',
  'userType',
  'costCenter',
  'employeeNumber',
  'city',
  'state',
  'countryCode',
  'manager',
  'login',
  'email',
  'firstName',
  'lastName',
];

interface RuleFormProps {
  readonly rule: Rule | null;
  readonly onDone: () => void;
}

export function RuleForm({ rule, onDone }: RuleFormProps) {
  const before = rule?.basic?.kind === 'attribute' ? rule.basic : null;
  const [name, setName] = useState(rule?.name ?? '');
  const [how, setHow] = useState(rule && !rule.basic ? 'expression' : 'basic');
  const [kind, setKind] = useState<BasicCondition['kind']>(rule?.basic?.kind ?? 'attribute');
  const [attribute, setAttribute] = useState<Attribute>(
    before ?? { kind: 'attribute', attribute: 'department', operator: 'equals', value: '' },
  );
  const [memberOf, setMemberOf] = useState<readonly Choice[]>(rule?.memberOf ?? []);
  const [text, setText] = useState(rule && !rule.basic ? rule.expression : '');
  const [groups, setGroups] = useState<readonly Choice[]>(rule?.groups ?? []);
  const [except, setExcept] = useState<readonly Choice[]>(rule?.exceptions ?? []);
  const [problem, setProblem] = useState<Error | null>(null);
  const body = (): RuleBody => ({
    name,
    condition:
      how === 'expression'
        ? { kind: 'expression', text }
        : kind === 'groups'
          ? { kind: 'groups', groupIds: memberOf.map((each) => each.id) }
          : attribute,
    groupIds: groups.map((each) => each.id),
    excludedUserIds: except.map((each) => each.id),
  });
  const save = useSend(
    (input: RuleBody) => (rule ? api.put(`/rules/${rule.id}`, input) : api.post('/rules', input)),
    onDone,
  );
  const preview = useSend((input: RuleBody) => api.post<RulePreview>('/rules/preview', input));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const missing =
          groups.length === 0
            ? 'Choose the groups that the rule assigns to.'
            : how === 'basic' && kind === 'groups' && memberOf.length === 0
              ? 'Choose the groups of the condition.'
              : null;
        setProblem(missing ? new ApiError(400, missing, []) : null);
        if (!missing) save.mutate(body());
      }}
    >
      <Stack gap="md">
        {rule?.problem ? <Notice tone="bad">{rule.problem}</Notice> : null}
        <TextInput
          label="Name"
          description="At most 50 characters"
          required
          maxLength={50}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Fieldset legend="IF">
          <Stack gap="sm">
            <Radio.Group aria-label="Condition" value={how} onChange={setHow}>
              <Group>
                <Radio value="basic" label="Use basic condition" />
                <Radio value="expression" label="Use Okta Expression Language" />
              </Group>
            </Radio.Group>
            {how === 'basic' ? (
              <>
                <Radio.Group
                  aria-label="Of what"
                  value={kind}
                  onChange={(value) => setKind(value === 'groups' ? 'groups' : 'attribute')}
                >
                  <Group>
                    <Radio value="attribute" label="User attribute" />
                    <Radio value="groups" label="Group membership" />
                  </Group>
                </Radio.Group>
                {kind === 'groups' ? (
                  <PickMany
                    kind="groups"
                    label="includes any of the following"
                    value={memberOf}
                    onChange={setMemberOf}
                  />
                ) : (
                  <AttributeFields value={attribute} onChange={setAttribute} />
                )}
              </>
            ) : (
              <Textarea
                label="Expression"
                description={'Such as user.department == "Sales" AND String.startsWith(user.title, "Head")'}
                autosize
                minRows={2}
                required
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
            )}
          </Stack>
        </Fieldset>
        <Fieldset legend="THEN">
          <PickMany kind="ownGroups" label="Assign to" value={groups} onChange={setGroups} />
        </Fieldset>
        <Fieldset legend="EXCEPT">
          <PickMany kind="people" label="The following people" value={except} onChange={setExcept} />
        </Fieldset>
        {preview.data ? (
          <Text size="sm" role="status">
            {preview.data.matches.toLocaleString('en')} people match
            {preview.data.sample.length > 0
              ? `: ${preview.data.sample
                  .slice(0, 3)
                  .map((person) => person.name)
                  .join(', ')}${preview.data.matches > 3 ? ' …' : ''}`
              : ''}
            .
          </Text>
        ) : null}
        <FormError error={problem ?? save.error ?? preview.error} />
        <FormButtons busy={save.isPending} onCancel={onDone}>
          <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate(body())}>
            Preview
          </Button>
        </FormButtons>
      </Stack>
    </form>
  );
}

interface AttributeFieldsProps {
  readonly value: Attribute;
  readonly onChange: (value: Attribute) => void;
}

function AttributeFields({ value, onChange }: AttributeFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
      <Select
        label="Attribute"
        data={attributes.includes(value.attribute) ? attributes : [value.attribute, ...attributes]}
        value={value.attribute}
        allowDeselect={false}
        searchable
        onChange={(attribute) => onChange({ ...value, attribute: attribute ?? value.attribute })}
      />
      <Select
        label="Comparison"
        data={[...operators]}
        value={value.operator}
        allowDeselect={false}
        onChange={(chosen) =>
          onChange({ ...value, operator: operators.find((each) => each.value === chosen)?.value ?? 'equals' })
        }
      />
      <TextInput
        label="Value"
        required
        value={value.value}
        onChange={(event) => onChange({ ...value, value: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}
