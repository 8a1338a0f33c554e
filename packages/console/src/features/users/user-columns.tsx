import { type Column, RelativeTime, StatusBadge } from '@rollcall/ui';
import { personStatusWords } from '../../components/person-words.ts';
import type { PersonRow } from '../../data/people.ts';

const none = <span style={{ color: 'var(--rc-text-dim)' }}>—</span>;

function groupNames(row: PersonRow): string {
  const more = row.groupCount - row.groups.length;
  const names = row.groups.map((group) => group.name).join(', ');
  return more > 0 ? `${names} +${more}` : names;
}

export const userColumns: readonly Column<PersonRow>[] = [
  { id: 'name', header: 'Name', width: 'minmax(150px, 1.4fr)', sort: 'name', cell: (row) => row.name, narrow: 'title' },
  {
    id: 'email',
    header: 'E-mail',
    width: 'minmax(164px, 1.7fr)',
    sort: 'email',
    cell: (row) => row.email ?? none,
    narrow: 'detail',
  },
  {
    id: 'department',
    header: 'Department',
    width: 'minmax(84px, 1fr)',
    sort: 'department',
    cell: (row) => row.department ?? none,
  },
  {
    id: 'jobTitle',
    header: 'Job title',
    width: 'minmax(84px, 1.1fr)',
    sort: 'jobTitle',
    cell: (row) => row.jobTitle ?? none,
  },
  {
    id: 'groups',
    header: 'Groups',
    width: 'minmax(64px, 1.1fr)',
    cell: (row) => (row.groupCount === 0 ? none : <span title={groupNames(row)}>{groupNames(row)}</span>),
  },
  {
    id: 'devices',
    header: 'Devices',
    width: '58px',
    align: 'end',
    cell: (row) => row.deviceCount.toLocaleString('en'),
  },
  {
    id: 'integration',
    header: 'Integration',
    width: 'minmax(84px, 1fr)',
    cell: (row) => <span title={`${row.integration.name} (SCIM)`}>{row.integration.name}</span>,
  },
  {
    id: 'status',
    header: 'Status',
    width: '82px',
    cell: (row) => (
      <StatusBadge tone={personStatusWords[row.status].tone}>{personStatusWords[row.status].text}</StatusBadge>
    ),
    narrow: 'end',
  },
  {
    id: 'updatedAt',
    header: 'Updated',
    width: '74px',
    sort: 'updatedAt',
    cell: (row) => <RelativeTime at={row.updatedAt} />,
  },
  { id: 'userName', header: 'User name', width: 'minmax(140px, 1.3fr)', optional: true, cell: (row) => row.userName },
];
