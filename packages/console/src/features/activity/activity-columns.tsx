import { type Column, clockTime, exactTime } from '@rollcall/ui';
import { HttpMethod, HttpStatus } from '../../components/http-status.tsx';
import type { ActivityRow } from '../../data/activity.ts';

const dim = { color: 'var(--rc-text-dim)' };

export const activityColumns: readonly Column<ActivityRow>[] = [
  {
    id: 'summary',
    header: 'What happened',
    width: 'minmax(220px, 3fr)',
    cell: (row) => (row.resource?.name ? `${row.summary}: ${row.resource.name}` : row.summary),
    narrow: 'title',
  },
  { id: 'status', header: 'Status', width: '72px', cell: (row) => <HttpStatus status={row.status} />, narrow: 'end' },
  {
    id: 'method',
    header: 'Method',
    width: '70px',
    cell: (row) => <HttpMethod method={row.method} />,
    narrow: 'detail',
  },
  {
    id: 'path',
    header: 'Path',
    width: 'minmax(120px, 1.4fr)',
    cell: (row) => (
      <code title={row.path} style={dim}>
        {row.path.replace(/^\/api\/v1\/scim(\/v2)?/, '')}
      </code>
    ),
    narrow: 'detail',
  },
  {
    id: 'integration',
    header: 'Integration',
    width: 'minmax(100px, 1fr)',
    cell: (row) => row.integration?.name ?? <span style={dim}>Unknown</span>,
  },
  {
    id: 'duration',
    header: 'Took',
    width: '64px',
    align: 'end',
    cell: (row) => `${row.durationMs < 10 ? row.durationMs.toFixed(1) : Math.round(row.durationMs)} ms`,
  },
  {
    id: 'at',
    header: 'Time',
    width: '118px',
    align: 'end',
    cell: (row) => <Moment at={row.at} />,
  },
];

/** Today by the clock, before that with the date: requests are compared to the second. */
function Moment({ at }: { readonly at: string }) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const day = today ? '' : `${date.toLocaleDateString('en', { month: 'short', day: 'numeric' })} `;
  return (
    <time dateTime={at} title={exactTime(date)}>
      {day}
      {clockTime(date)}
    </time>
  );
}
