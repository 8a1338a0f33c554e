import { Button, Checkbox, Group, Menu, Modal, Radio, Stack, Text, UnstyledButton } from '@mantine/core';
import {
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  FilterSelect,
  Notice,
  RelativeTime,
  SearchField,
  Section,
  StatusBadge,
} from '@rollcall/ui';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { AppDetail, PushGroup, PushRule, TaskItem } from '../../api/contract.ts';
import { FormButtons, FormError, ListOrError, RowMenu } from '../components/parts.tsx';
import { pushWords } from '../components/status.tsx';
import { api } from '../data/api.ts';
import { useAct, useMaybe, useRows, useSend, withFilters } from '../data/queries.ts';
import css from './assign-dialog.module.css';
import { FindByName, FindByRule } from './find-groups.tsx';

export function PushGroupsTab({ app }: { readonly app: AppDetail }) {
  const [finding, setFinding] = useState<'name' | 'rule' | null>(null);
  const [q, setQ] = useState('');
  const [status, setStatus] = useState<string | undefined>(undefined);
  const [unlinking, setUnlinking] = useState<PushGroup | null>(null);
  const list = useRows<PushGroup>(`/apps/${app.id}/push-groups`, { q, status });
  const act = useAct(({ mapping, action }: { readonly mapping: PushGroup; readonly action: string }) =>
    api.post(`/apps/${app.id}/push-groups/${mapping.id}/${action}`),
  );
  if (!app.integration?.actions.pushGroups) {
    return (
      <Notice>
        Push Groups is not among the supported provisioning actions. Choose it at Provisioning → Integration → Edit.
      </Notice>
    );
  }
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <Menu position="bottom-start">
          <Menu.Target>
            <Button rightSection={<IconChevronDown size={15} aria-hidden />}>Push Groups</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setFinding('name')}>Find groups by name</Menu.Item>
            <Menu.Item onClick={() => setFinding('rule')}>Find groups by rule</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <PushSettings app={app} />
      </Group>
      <FailedPushes app={app} />
      <Section title="Pushed groups" flush>
        <Stack gap="sm" p="md">
          <FilterBar>
            <SearchField label="Search pushed groups" value={q} onChange={setQ} />
            <FilterSelect
              label="Push Status"
              value={status}
              options={Object.entries(pushWords).map(([value, [, label]]) => ({ value, label }))}
              onChange={setStatus}
            />
          </FilterBar>
          <ListOrError failure={list.failure} onRetry={list.retry}>
            <div className={css.table} style={{ '--rows': list.rows.length }}>
              <DataTable
                label="Pushed groups"
                columns={pushColumns({
                  run: (mapping, action) => act.mutate({ mapping, action }),
                  unlink: setUnlinking,
                })}
                rows={list.rows}
                rowKey={(row) => row.id}
                loading={list.loading}
                stale={list.stale}
                hasMore={list.hasMore}
                onMore={list.onMore}
                total={list.total}
                empty={
                  <EmptyState title={q || status ? 'No pushed group fits' : 'No group is pushed'}>
                    {q || status ? null : 'Push Groups → Find groups by name.'}
                  </EmptyState>
                }
              />
            </div>
          </ListOrError>
        </Stack>
      </Section>
      <PushRules app={app} />
      <FindByName app={app} opened={finding === 'name'} onClose={() => setFinding(null)} />
      <FindByRule app={app} opened={finding === 'rule'} onClose={() => setFinding(null)} />
      <Modal opened={unlinking !== null} onClose={() => setUnlinking(null)} title="Unlink push group">
        {unlinking ? <Unlink app={app} mapping={unlinking} onClose={() => setUnlinking(null)} /> : null}
      </Modal>
    </Stack>
  );
}

interface PushMenu {
  readonly run: (mapping: PushGroup, action: 'push-now' | 'activate' | 'deactivate') => void;
  readonly unlink: (mapping: PushGroup) => void;
}

const pushColumns = (menu: PushMenu): readonly Column<PushGroup>[] => [
  {
    id: 'group',
    header: 'Group in Okta',
    width: 'minmax(140px, 1.2fr)',
    cell: (row) => row.groupName,
    narrow: 'title',
  },
  {
    id: 'appGroup',
    header: 'Group in the app',
    width: 'minmax(130px, 1.2fr)',
    cell: (row) => row.appGroupName ?? '—',
  },
  {
    id: 'members',
    header: 'Members pushed',
    width: '130px',
    cell: (row) => (row.pushMembers ? `${row.pushedMembers} of ${row.members}` : 'Not pushed'),
    narrow: 'detail',
  },
  { id: 'last', header: 'Last push', width: '100px', cell: (row) => <RelativeTime at={row.lastPush} /> },
  {
    id: 'note',
    header: 'Note',
    width: 'minmax(90px, 1fr)',
    cell: (row) => (
      <Text span size="sm" {...(row.note ? { title: row.note } : {})}>
        {row.note ?? ''}
      </Text>
    ),
  },
  {
    id: 'status',
    header: 'Push Status',
    width: '130px',
    cell: (row) => <StatusMenu mapping={row} menu={menu} />,
    narrow: 'end',
  },
];

function StatusMenu({ mapping, menu }: { readonly mapping: PushGroup; readonly menu: PushMenu }) {
  const [tone, word] = pushWords[mapping.status];
  const label = mapping.busy ? 'Pushing' : word;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton aria-label={`Push Status of ${mapping.groupName}: ${label}`}>
          <StatusBadge tone={mapping.busy ? 'info' : tone}>
            {label} <IconChevronDown size={13} aria-hidden />
          </StatusBadge>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={mapping.status === 'INACTIVE'} onClick={() => menu.run(mapping, 'push-now')}>
          Push now
        </Menu.Item>
        {mapping.status === 'INACTIVE' ? (
          <Menu.Item onClick={() => menu.run(mapping, 'activate')}>Activate group push</Menu.Item>
        ) : (
          <Menu.Item onClick={() => menu.run(mapping, 'deactivate')}>Deactivate group push</Menu.Item>
        )}
        <Menu.Item onClick={() => menu.unlink(mapping)}>Unlink push group</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface UnlinkProps {
  readonly app: AppDetail;
  readonly mapping: PushGroup;
  readonly onClose: () => void;
}

function Unlink({ app, mapping, onClose }: UnlinkProps) {
  const [choice, setChoice] = useState('delete');
  const unlink = useSend(
    () => api.post(`/apps/${app.id}/push-groups/${mapping.id}/unlink`, { deleteInApp: choice === 'delete' }),
    onClose,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        unlink.mutate(undefined);
      }}
    >
      <Stack gap="md">
        <Radio.Group label={`Unlink ${mapping.groupName} and`} value={choice} onChange={setChoice}>
          <Stack gap="xs" mt="xs">
            <Radio value="delete" label="Delete the group in the target app (recommended)" />
            <Radio value="leave" label="Leave the group in the target app" />
          </Stack>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          User accounts are not deleted: they stay tied to the assignment.
        </Text>
        <FormError error={unlink.error} />
        <FormButtons busy={unlink.isPending} onCancel={onClose} label="Unlink" />
      </Stack>
    </form>
  );
}

function PushSettings({ app }: { readonly app: AppDetail }) {
  const [opened, setOpened] = useState(false);
  const [renameGroups, setRename] = useState(app.renameGroups);
  const save = useSend(
    () => api.put(`/apps/${app.id}/push-settings`, { renameGroups }),
    () => setOpened(false),
  );
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setRename(app.renameGroups);
          setOpened(true);
        }}
      >
        Settings
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Group push settings">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(undefined);
          }}
        >
          <Stack gap="md">
            <Checkbox
              label="Rename app groups to match group name in Okta"
              checked={renameGroups}
              onChange={(event) => setRename(event.currentTarget.checked)}
            />
            <FormError error={save.error} />
            <FormButtons busy={save.isPending} onCancel={() => setOpened(false)} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}

function FailedPushes({ app }: { readonly app: AppDetail }) {
  const tasks = useMaybe<{ readonly items: readonly TaskItem[] }>(
    withFilters('/tasks', { state: 'FAILED', appId: app.id, limit: '20' }),
  );
  const retry = useAct((id: string) => api.post(`/tasks/${encodeURIComponent(id)}/retry`));
  const failed = tasks.data?.items.filter((task) => task.subject === 'group') ?? [];
  return failed.map((task) => (
    <Notice key={task.id} tone="bad" title={`${task.subjectName} could not be pushed`}>
      <Text size="sm">
        {task.error ?? 'No cause is known.'} (<RelativeTime at={task.created} />)
      </Text>
      <Button size="xs" variant="default" mt="xs" onClick={() => retry.mutate(task.id)}>
        Retry
      </Button>
    </Notice>
  ));
}

const conditionWords: Record<PushRule['condition'], string> = {
  STARTS_WITH: 'starts with',
  CONTAINS: 'contains',
  ENDS_WITH: 'ends with',
};

function PushRules({ app }: { readonly app: AppDetail }) {
  const rules = useMaybe<{ readonly items: readonly PushRule[] }>(`/apps/${app.id}/push-rules`).data?.items ?? [];
  const remove = useAct((id: string) => api.delete(`/apps/${app.id}/push-rules/${id}`));
  if (rules.length === 0) return null;
  return (
    <Section title="Rules" flush>
      <DataTable
        inline
        label="Push rules"
        columns={[
          { id: 'name', header: 'Rule', width: 'minmax(140px, 1fr)', cell: (row) => row.name, narrow: 'title' },
          {
            id: 'condition',
            header: 'Groups whose name',
            width: 'minmax(160px, 2fr)',
            cell: (row) => `${conditionWords[row.condition]} “${row.text}”`,
            narrow: 'detail',
          },
        ]}
        rows={rules}
        rowKey={(row) => row.id}
        rowActions={(row) => (
          <RowMenu
            label={`Actions for ${row.name}`}
            items={[{ label: 'Delete', danger: true, run: () => remove.mutate(row.id) }]}
          />
        )}
      />
    </Section>
  );
}
