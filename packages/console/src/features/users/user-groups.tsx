import { type Column, DataTable, EmptyState, Section, Tag } from '@rollcall/ui';
import type { Person } from '../../data/people.ts';

type Membership = Person['allGroups'][number];
const columns: readonly Column<Membership>[] = [
  { id: 'name', header: 'Group', width: 'minmax(160px, 1fr)', cell: (row) => row.name, narrow: 'title' },
  {
    id: 'how',
    header: 'Membership',
    width: '160px',
    cell: (row) => <Tag>{row.direct ? 'direct' : 'through another group'}</Tag>,
    narrow: 'end',
  },
];

export function UserGroups({ groups }: { readonly groups: readonly Membership[] }) {
  return (
    <Section flush>
      <DataTable
        inline
        label="Groups"
        columns={columns}
        rows={groups}
        rowKey={(row) => row.id}
        rowTarget={(row) => ({ to: '/groups/$groupId', params: { groupId: row.id } })}
        empty={
          <EmptyState title="In no group">
            Push groups from your identity provider; people must be assigned to the app first.
          </EmptyState>
        }
      />
    </Section>
  );
}
