import { Button } from '@mantine/core';
import { type Column, RelativeTime, StatusBadge } from '@rollcall/ui';
import type { ExchangeItem } from '../../api/contract.ts';

function Outcome({ status }: { readonly status: number | null }) {
  if (status === null) return <StatusBadge tone="bad">No answer</StatusBadge>;
  return <StatusBadge tone={status < 300 ? 'good' : status < 500 ? 'warn' : 'bad'}>{status}</StatusBadge>;
}

const pathOf = (url: string): string => {
  const at = url.indexOf('/', url.indexOf('//') + 2);
  return at < 0 ? url : decodeURI(url.slice(at));
};

export const exchangeColumns = (onOpen: (id: number) => void): readonly Column<ExchangeItem>[] => [
  {
    id: 'request',
    header: 'Request',
    width: 'minmax(200px, 3fr)',
    cell: (row) => (
      <span className="rc-mono rc-truncate" title={row.url}>
        {row.method} {pathOf(row.url)}
      </span>
    ),
    narrow: 'title',
  },
  { id: 'status', header: 'Status', width: '110px', cell: (row) => <Outcome status={row.status} />, narrow: 'detail' },
  { id: 'took', header: 'Took', width: '80px', align: 'end', cell: (row) => `${row.durationMs} ms` },
  { id: 'at', header: 'Time', width: '110px', cell: (row) => <RelativeTime at={row.at} /> },
  {
    id: 'open',
    header: 'Details',
    width: '90px',
    cell: (row) => (
      <Button size="xs" variant="default" aria-label={`View request ${row.id}`} onClick={() => onOpen(row.id)}>
        View
      </Button>
    ),
    narrow: 'end',
  },
];
