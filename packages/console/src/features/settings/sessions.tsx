import { Button } from '@mantine/core';
import { type Column, DataTable, RelativeTime, Section, Tag, toast } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { ListOrError } from '../../components/list-or-error.tsx';
import { describeError } from '../../data/client.ts';
import { type SignedInPlace, sessionsQuery, useEndOtherSessions, useEndSession } from '../../data/session.ts';
import { browserName } from '../../lib/browser-name.ts';
import { failed } from '../failed.ts';

export function Sessions() {
  const places = useQuery(sessionsQuery);
  const end = useEndSession();
  const endOthers = useEndOtherSessions();
  const rows = places.data?.items ?? [];
  const columns: readonly Column<SignedInPlace>[] = [
    {
      id: 'browser',
      header: 'Browser',
      width: 'minmax(160px, 1.2fr)',
      cell: (row) => (
        <>
          <span title={row.userAgent ?? ''}>{browserName(row.userAgent)}</span>{' '}
          {row.current ? <Tag>this one</Tag> : null}
        </>
      ),
      narrow: 'title',
    },
    {
      id: 'address',
      header: 'Address',
      width: 'minmax(120px, 1fr)',
      cell: (row) => row.ipAddress ?? '—',
      narrow: 'detail',
    },
    { id: 'active', header: 'Last active', width: '120px', cell: (row) => <RelativeTime at={row.lastActiveAt} /> },
    {
      id: 'end',
      header: 'End',
      width: '64px',
      align: 'end',
      cell: (row) =>
        row.current ? null : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`End session of ${browserName(row.userAgent)}`}
            onClick={() => end.mutate(row.id, { onSuccess: () => toast({ title: 'Session ended' }), onError: failed })}
          >
            End
          </Button>
        ),
      narrow: 'end',
    },
  ];
  return (
    <Section
      title="Sessions"
      description="Where you are signed in."
      flush
      actions={
        rows.length > 1 ? (
          <Button
            variant="default"
            loading={endOthers.isPending}
            onClick={() =>
              endOthers.mutate(undefined, {
                onSuccess: () => toast({ title: 'Other sessions ended' }),
                onError: failed,
              })
            }
          >
            End all others
          </Button>
        ) : null
      }
    >
      <ListOrError failure={places.error ? describeError(places.error) : null} onRetry={() => void places.refetch()}>
        <DataTable
          inline
          label="Sessions"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          loading={places.isPending}
        />
      </ListOrError>
    </Section>
  );
}
