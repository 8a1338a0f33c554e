import { Menu, Modal, Radio, Stack, Text, UnstyledButton } from '@mantine/core';
import {
  type Column,
  EmptyState,
  FilterBar,
  FilterSelect,
  RelativeTime,
  SearchField,
  Section,
  StatusBadge,
} from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { AppDetail, PushGroup } from '../../api/contract.ts';
import { PagedTable } from '../components/paged-table.tsx';
import { FormError } from '../components/parts.tsx';
import { pushWords } from '../components/status.tsx';
import { api } from '../data/api.ts';
import { useAct, useRows, useSend } from '../data/queries.ts';

export function PushedGroups({ app }: { readonly app: AppDetail }) {
  const [q, setQ] = useState('');
  const [status, setStatus] = useState<string | undefined>(undefined);
  const [unlinking, setUnlinking] = useState<PushGroup | null>(null);
  const list = useRows<PushGroup>(`/apps/${app.id}/push-groups`, { q, status });
  const act = useAct(({ mapping, action }: { readonly mapping: PushGroup; readonly action: string }) =>
    api.post(`/apps/${app.id}/push-groups/${mapping.id}/${action}`),
  );
  return (
    <>
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
          <PagedTable
            label="Pushed groups"
            columns={pushColumns({
              run: (mapping, action) => act.mutate({ mapping, action }),
              unlink: setUnlinking,
            })}
            list={list}
            fit
            rowKey={(row) => row.id}
            empty={
              <EmptyState title={q || status ? 'No pushed group fits' : 'No group is pushed'}>
                {q || status ? null : 'Push Groups → Find groups by name.'}
              </EmptyState>
            }
          />
        </Stack>
      </Section>
      <Modal opened={unlinking !== null} onClose={() => setUnlinking(null)} title="Unlink push group">
        {unlinking ? <Unlink app={app} mapping={unlinking} onClose={() => setUnlinking(null)} /> : null}
      </Modal>
    </>
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
