import { Stack } from '@mantine/core';
import {
  type Column,
  DataTable,
  EmptyState,
  ExactTime,
  Facts,
  RelativeTime,
  Section,
  StatusBadge,
  TextLink,
} from '@rollcall/ui';
import { ListOrError } from '../../components/list-or-error.tsx';
import { type Group, type Member, membersQuery } from '../../data/groups.ts';
import { useKeysetRows } from '../../data/keyset.ts';
import css from './group-members.module.css';

const columns: readonly Column<Member>[] = [
  { id: 'name', header: 'Name', width: 'minmax(160px, 1.5fr)', cell: (row) => row.name, narrow: 'title' },
  {
    id: 'userName',
    header: 'User name',
    width: 'minmax(160px, 1.5fr)',
    cell: (row) => row.userName ?? 'Group',
    narrow: 'detail',
  },
  {
    id: 'status',
    header: 'Status',
    width: '110px',
    cell: (row) =>
      row.type === 'Group' ? null : (
        <StatusBadge tone={row.active ? 'good' : 'idle'}>{row.active ? 'Active' : 'Archived'}</StatusBadge>
      ),
    narrow: 'end',
  },
];

export function GroupMembers({ group }: { readonly group: Group }) {
  const list = useKeysetRows(membersQuery(group.id));
  return (
    <Stack gap="lg">
      <Section>
        <Facts
          items={[
            [
              'Integration',
              <TextLink
                key="integration"
                to="/integrations/$integrationId"
                params={{ integrationId: group.integration.id }}
              >
                {group.integration.name}
              </TextLink>,
            ],
            ['Id at the identity provider', group.externalId],
            ['Created', <ExactTime key="created" at={group.createdAt} />],
            ['Updated', <RelativeTime key="updated" at={group.updatedAt} />],
            ...(group.parents.length > 0
              ? [['Member of', <Parents key="parents" parents={group.parents} />] as const]
              : []),
            [
              'Requests',
              <TextLink key="requests" to="/activity" search={{ group: group.id }}>
                Show activity
              </TextLink>,
            ],
          ]}
        />
      </Section>
      <Section title="Members" flush>
        <ListOrError failure={list.failure} onRetry={list.retry}>
          <div className={css.members}>
            <DataTable
              label="Members"
              columns={columns}
              rows={list.rows}
              rowKey={(row) => row.id}
              rowTarget={(row) =>
                row.type === 'Group'
                  ? { to: '/groups/$groupId', params: { groupId: row.id } }
                  : { to: '/users/$userId', params: { userId: row.id } }
              }
              loading={list.loading}
              hasMore={list.hasMore}
              onMore={list.onMore}
              total={group.memberCount}
              empty={
                <EmptyState title="No members">
                  Is the same group used for assignment and push at the identity provider? Then it arrives empty.
                </EmptyState>
              }
            />
          </div>
        </ListOrError>
      </Section>
    </Stack>
  );
}

function Parents({ parents }: { readonly parents: Group['parents'] }) {
  return parents.map((parent, index) => (
    <span key={parent.id}>
      {index > 0 ? ', ' : ''}
      <TextLink to="/groups/$groupId" params={{ groupId: parent.id }}>
        {parent.name}
      </TextLink>
    </span>
  ));
}
