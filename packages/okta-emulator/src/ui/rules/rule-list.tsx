import { Button, Menu, Modal, Text } from '@mantine/core';
import { type Column, Confirm, EmptyState } from '@rollcall/ui';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { Rule } from '../../api/contract.ts';
import { PagedTable } from '../components/paged-table.tsx';
import { RuleBadge } from '../components/status.tsx';
import { api } from '../data/api.ts';
import { useAct, useRows } from '../data/queries.ts';
import { RuleForm } from './rule-form.tsx';

export function RuleList() {
  const list = useRows<Rule>('/rules', {});
  const [editing, setEditing] = useState<Rule | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Rule | null>(null);
  const act = useAct(({ rule, action }: { readonly rule: Rule; readonly action: 'activate' | 'deactivate' }) =>
    api.post(`/rules/${rule.id}/${action}`),
  );
  const remove = useAct(
    (rule: Rule) => api.delete(`/rules/${rule.id}`),
    () => setDeleting(null),
  );
  const columns: readonly Column<Rule>[] = [
    { id: 'name', header: 'Rule', width: 'minmax(170px, 2.2fr)', cell: (row) => row.name, narrow: 'title' },
    {
      id: 'status',
      header: 'Status',
      width: '100px',
      cell: (row) => <RuleBadge status={row.status} />,
      narrow: 'detail',
    },
    {
      id: 'condition',
      header: 'IF',
      width: 'minmax(140px, 1.8fr)',
      cell: (row) => <Condition rule={row} />,
    },
    {
      id: 'groups',
      header: 'THEN Assign to',
      width: 'minmax(120px, 1.2fr)',
      cell: (row) => row.groups.map((group) => group.name).join(', '),
      narrow: 'detail',
    },
    {
      id: 'actions',
      header: 'Actions',
      width: '120px',
      cell: (row) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              size="xs"
              variant="default"
              aria-label={`Actions for ${row.name}`}
              rightSection={<IconChevronDown size={13} aria-hidden />}
            >
              Actions
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {row.status === 'ACTIVE' ? (
              <Menu.Item onClick={() => act.mutate({ rule: row, action: 'deactivate' })}>Deactivate</Menu.Item>
            ) : (
              <Menu.Item
                disabled={row.status === 'INVALID'}
                onClick={() => act.mutate({ rule: row, action: 'activate' })}
              >
                Activate
              </Menu.Item>
            )}
            <Menu.Item disabled={row.status === 'ACTIVE'} onClick={() => setEditing(row)}>
              Edit
            </Menu.Item>
            <Menu.Item color="var(--rc-bad)" onClick={() => setDeleting(row)}>
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
      narrow: 'end',
    },
  ];
  return (
    <>
      <div>
        <Button onClick={() => setEditing('new')}>Add Rule</Button>
      </div>
      <PagedTable
        label="Rules"
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        empty={
          <EmptyState title="No rules yet">A rule keeps a group in step with attributes or other groups.</EmptyState>
        }
      />
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing === 'new' ? 'Add Rule' : 'Edit Rule'}
        size="lg"
      >
        {editing ? <RuleForm rule={editing === 'new' ? null : editing} onDone={() => setEditing(null)} /> : null}
      </Modal>
      <Confirm
        opened={deleting !== null}
        title={`Delete ${deleting?.name ?? ''}?`}
        action="Delete"
        danger
        busy={remove.isPending}
        onConfirm={() => {
          if (deleting) remove.mutate(deleting);
        }}
        onClose={() => setDeleting(null)}
      >
        Who is in a group through this rule stays in it.
      </Confirm>
    </>
  );
}

function Condition({ rule }: { readonly rule: Rule }) {
  if (rule.problem)
    return (
      <Text span c="var(--rc-bad)" size="sm" className="rc-truncate" title={rule.problem}>
        {rule.problem}
      </Text>
    );
  if (rule.basic?.kind === 'groups') {
    const count = rule.basic.groupIds.length;
    return `Member of any of ${count} ${count === 1 ? 'group' : 'groups'}`;
  }
  return (
    <code className="rc-mono rc-truncate" title={rule.expression}>
      {rule.expression}
    </code>
  );
}
