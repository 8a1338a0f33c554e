import { Checkbox } from '@mantine/core';
import {
  type Column,
  EmptyState,
  FillPage,
  FilterBar,
  PageHeader,
  RelativeTime,
  SearchField,
  UrlTabs,
  useListSearch,
} from '@rollcall/ui';
import type { ExchangeItem, LogEvent } from '../../api/contract.ts';
import { PagedTable } from '../components/paged-table.tsx';
import { usePageTitle } from '../components/parts.tsx';
import { OutcomeBadge } from '../components/status.tsx';
import { useRows } from '../data/queries.ts';
import { ExchangeDrawer } from '../reports/exchange-drawer.tsx';
import { exchangeColumns } from '../reports/exchange-table.tsx';
import { systemLogRoute } from '../tree.ts';

type Search = ReturnType<typeof systemLogRoute.useSearch>;

export function SystemLogPage() {
  usePageTitle('System Log');
  const search = systemLogRoute.useSearch();
  const requests = search.tab === 'requests';
  const show = useListSearch('/system-log');
  return (
    <FillPage>
      <PageHeader title="System Log" />
      <UrlTabs
        label="What is shown"
        tabs={[
          { value: 'events', label: 'Events' },
          { value: 'requests', label: 'SCIM requests' },
        ]}
        value={requests ? 'requests' : 'events'}
        onChange={(tab) => show(tab === 'requests' ? { tab } : {})}
      />
      {requests ? <Requests search={search} show={show} /> : <Events search={search} show={show} />}
    </FillPage>
  );
}

interface ListProps {
  readonly search: Search;
  readonly show: (next: Search) => void;
}

const eventColumns: readonly Column<LogEvent>[] = [
  { id: 'time', header: 'Time', width: '110px', cell: (row) => <RelativeTime at={row.published} />, narrow: 'detail' },
  {
    id: 'event',
    header: 'Event',
    width: 'minmax(180px, 2.4fr)',
    cell: (row) => <span title={row.eventType}>{row.displayMessage}</span>,
    narrow: 'title',
  },
  { id: 'actor', header: 'Actor', width: '130px', cell: (row) => row.actor.displayName },
  {
    id: 'targets',
    header: 'Targets',
    width: 'minmax(150px, 2fr)',
    cell: (row) => row.targets.map((target) => target.displayName).join(', '),
    narrow: 'detail',
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: '120px',
    cell: (row) => (
      <span title={row.reason ?? undefined}>
        <OutcomeBadge outcome={row.outcome} />
      </span>
    ),
    narrow: 'end',
  },
];

function Events({ search, show }: ListProps) {
  const { q = '' } = search;
  const list = useRows<LogEvent>('/logs', { q });
  return (
    <>
      <FilterBar>
        <SearchField label="Search events" value={q} onChange={(text) => show(text ? { q: text } : {})} />
      </FilterBar>
      <PagedTable
        label="Events"
        columns={eventColumns}
        list={list}
        rowKey={(row) => row.id}
        empty={<EmptyState title={q ? 'No event fits' : 'Nothing has happened yet'} />}
      />
    </>
  );
}

function Requests({ search, show }: ListProps) {
  const { q = '', app, failed } = search;
  const list = useRows<ExchangeItem>('/exchanges', { q, appId: app, failed });
  const { exchange: opened, ...rest } = search;
  return (
    <>
      <FilterBar>
        <SearchField
          label="Search requests"
          value={q}
          onChange={(text) => {
            const { q: _, ...others } = search;
            show(text ? { ...others, q: text } : others);
          }}
        />
        <Checkbox
          label="Failed only"
          checked={failed === 'true'}
          onChange={(event) => {
            const { failed: _, ...others } = search;
            show(event.currentTarget.checked ? { ...others, failed: 'true' } : others);
          }}
        />
      </FilterBar>
      <PagedTable
        label="SCIM requests"
        columns={exchangeColumns((id) => show({ ...search, exchange: String(id) }))}
        list={list}
        rowKey={(row) => String(row.id)}
        selectedKey={opened}
        empty={<EmptyState title={q || failed ? 'No request fits' : 'Nothing was sent yet'} />}
      />
      <ExchangeDrawer id={opened} onClose={() => show(rest)} />
    </>
  );
}
