import { Button, Code, Modal, Select, Stack, Textarea } from '@mantine/core';
import { type Column, Confirm, DataTable, EmptyState, Section } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { RowMenu } from '@rollcall/ui/row-menu';
import { type FormEvent, useState } from 'react';
import type { AppDetail, AttributeMapping, ExpressionCheck, MappingTarget, MappingView } from '../../api/contract.ts';
import { FormError } from '../components/parts.tsx';
import { ApiError, api } from '../data/api.ts';
import { useMaybe, useSend } from '../data/queries.ts';

const columns: readonly Column<MappingView>[] = [
  { id: 'label', header: 'Attribute', width: 'minmax(150px, 1fr)', cell: (row) => row.label, narrow: 'title' },
  {
    id: 'value',
    header: 'Value',
    width: 'minmax(180px, 2fr)',
    cell: (row) => <Code className="rc-truncate">{row.expression}</Code>,
    narrow: 'detail',
  },
  {
    id: 'apply',
    header: 'Apply on',
    width: '150px',
    cell: (row) => (row.applyOn === 'CREATE' ? 'Create' : 'Create and update'),
  },
];

const applyOptions = [
  { value: 'CREATE_AND_UPDATE', label: 'Create and update' },
  { value: 'CREATE', label: 'Create' },
];

export function AttributeMappings({ app }: { readonly app: AppDetail }) {
  const [editing, setEditing] = useState<AttributeMapping | 'new' | null>(null);
  const [removing, setRemoving] = useState<MappingView | null>(null);
  const plain = app.mappings.map(({ target, expression, applyOn }) => ({ target, expression, applyOn }));
  const save = useSend(
    (mappings: readonly AttributeMapping[]) => api.put(`/apps/${app.id}/mappings`, { mappings }),
    () => {
      setEditing(null);
      setRemoving(null);
    },
  );
  const put = (mapping: AttributeMapping) =>
    plain.some((each) => each.target === mapping.target)
      ? plain.map((each) => (each.target === mapping.target ? mapping : each))
      : [...plain, mapping];
  return (
    <Section
      title="Attribute Mappings"
      description="What is sent to the application of a person’s profile. An attribute without a value is left out."
      actions={
        <Button variant="default" size="xs" onClick={() => setEditing('new')}>
          Add mapping
        </Button>
      }
      flush
    >
      <DataTable
        inline
        label="Attribute Mappings"
        columns={columns}
        rows={app.mappings}
        rowKey={(row) => row.target}
        rowActions={(row) => (
          <RowMenu
            label={`Actions for ${row.label}`}
            items={[
              { label: 'Edit', run: () => setEditing(row) },
              { label: 'Remove', danger: true, run: () => setRemoving(row) },
            ]}
          />
        )}
        empty={<EmptyState title="Nothing is mapped">Accounts can’t be made without a username.</EmptyState>}
      />
      <Modal opened={editing !== null} onClose={() => setEditing(null)} title="Attribute mapping">
        {editing ? (
          <MappingForm
            mapping={editing === 'new' ? null : editing}
            taken={plain.map((each) => each.target)}
            busy={save.isPending}
            error={save.error}
            onSave={(mapping) => save.mutate(put(mapping))}
            onCancel={() => setEditing(null)}
          />
        ) : null}
      </Modal>
      <Confirm
        opened={removing !== null}
        title={`Remove the mapping of ${removing?.label ?? ''}?`}
        action="Remove"
        danger
        busy={save.isPending}
        onConfirm={() => save.mutate(plain.filter((each) => each.target !== removing?.target))}
        onClose={() => setRemoving(null)}
      >
        The attribute is no longer sent. What the application has of it stays there.
        <FormError error={save.error} />
      </Confirm>
    </Section>
  );
}

interface MappingFormProps {
  readonly mapping: AttributeMapping | null;
  readonly taken: readonly string[];
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSave: (mapping: AttributeMapping) => void;
  readonly onCancel: () => void;
}

function MappingForm({ mapping, taken, busy, error, onSave, onCancel }: MappingFormProps) {
  const targets = useMaybe<{ readonly items: readonly MappingTarget[] }>('/mapping-targets').data?.items ?? [];
  const [target, setTarget] = useState(mapping?.target ?? null);
  const [expression, setExpression] = useState(mapping?.expression ?? '');
  const [applyOn, setApplyOn] = useState(mapping?.applyOn ?? 'CREATE_AND_UPDATE');
  const check = useSend(
    async (ready: AttributeMapping) => {
      const result = await api.post<ExpressionCheck>('/expressions/check', { text: ready.expression });
      if (!result.ok) throw new ApiError(400, `At character ${result.at + 1}: ${result.message}`, []);
      return ready;
    },
    (ready) => onSave(ready),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (target !== null) check.mutate({ target, expression, applyOn });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Select
          label="Attribute"
          data={targets
            .filter((each) => each.target === mapping?.target || !taken.includes(each.target))
            .map((each) => ({ value: each.target, label: each.label }))}
          value={target}
          disabled={mapping !== null}
          searchable
          onChange={(value) => {
            setTarget(value);
            setExpression(targets.find((each) => each.target === value)?.defaultExpression ?? expression);
          }}
        />
        <Textarea
          label="Expression"
          description="Okta Expression Language, such as user.firstName + ' ' + user.lastName"
          autosize
          minRows={2}
          value={expression}
          onChange={(event) => setExpression(event.currentTarget.value)}
        />
        <Select
          label="Apply on"
          data={applyOptions}
          value={applyOn}
          allowDeselect={false}
          onChange={(value) => setApplyOn(value === 'CREATE' ? 'CREATE' : 'CREATE_AND_UPDATE')}
        />
        <FormError error={check.error ?? error} />
        <FormButtons
          busy={busy || check.isPending}
          disabled={target === null || expression.trim() === ''}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  );
}
