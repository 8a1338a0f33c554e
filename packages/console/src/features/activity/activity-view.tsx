import { Button, Group } from '@mantine/core';
import {
  ButtonLink,
  ClearFilters,
  EmptyState,
  FilterBar,
  FilterSelect,
  PageHeader,
  SearchField,
  StatusBadge,
} from '@rollcall/ui';
import { IconActivityHeartbeat, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { PagedTable } from '../../components/list-or-error.tsx';
import { useMay } from '../../data/session.ts';
import { withState } from '../../lib/with-state.ts';
import { FacetFilter, IntegrationFilter } from '../directory-filters.tsx';
import { activityColumns } from './activity-columns.tsx';
import { type ActivityState, filterOf, isFiltered } from './activity-state.ts';
import { ActivityChart } from './chart-card.tsx';
import { useLiveRows } from './live-rows.ts';
import { SupportBundle } from './support-bundle.tsx';
import { UserFilter } from './user-filter.tsx';

interface ActivityViewProps {
  readonly state: ActivityState;
  readonly selected: string | undefined;
  readonly onChange: (state: ActivityState) => void;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const statuses = [
  { value: '2xx', label: 'Succeeded' },
  { value: '4xx', label: 'Refused (4xx)' },
  { value: '5xx', label: 'Failed (5xx)' },
] as const;

export function ActivityView({ state, selected, onChange }: ActivityViewProps) {
  const [paused, setPaused] = useState(false);
  const list = useLiveRows(state, filterOf(state), paused);
  const set = (change: { [Key in keyof ActivityState]?: ActivityState[Key] | undefined }) =>
    onChange(withState(state, change));
  return (
    <>
      <PageHeader
        title="Activity"
        aside={<LiveBadge stream={list.stream} paused={paused} searching={Boolean(state.find)} />}
        actions={
          <>
            <Button
              variant="default"
              leftSection={paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
              onClick={() => setPaused(!paused)}
            >
              {paused ? (list.held > 0 ? `Resume (${list.held.toLocaleString('en')} new)` : 'Resume') : 'Pause'}
            </Button>
            {useMay('admin') ? <SupportBundle integration={state.integration} /> : null}
          </>
        }
      />
      <ActivityChart
        integration={state.integration}
        hours={state.hours ?? 24}
        onHours={(hours) => set({ hours: hours === 1 || hours === 168 ? hours : undefined })}
      />
      <Filters state={state} set={set} />
      <PagedTable
        label="SCIM requests"
        columns={activityColumns}
        list={list}
        rowKey={(row) => row.requestId}
        rowTarget={(row) => ({ to: '/activity', search: { ...state, request: row.requestId } })}
        selectedKey={selected}
        empty={isFiltered(state) ? <NothingFits onClear={() => onChange({})} /> : <NoRequests />}
      />
    </>
  );
}

function LiveBadge({
  stream,
  paused,
  searching,
}: {
  stream: 'connecting' | 'live' | 'lost';
  paused: boolean;
  searching: boolean;
}) {
  if (searching) return null;
  if (paused) return <StatusBadge tone="idle">Paused</StatusBadge>;
  if (stream === 'live') return <StatusBadge tone="good">Live</StatusBadge>;
  return <StatusBadge tone="warn">{stream === 'lost' ? 'Connecting again…' : 'Connecting…'}</StatusBadge>;
}

interface FiltersProps {
  readonly state: ActivityState;
  readonly set: (change: { [Key in keyof ActivityState]?: ActivityState[Key] | undefined }) => void;
}

function Filters({ state, set }: FiltersProps) {
  return (
    <FilterBar>
      <SearchField
        label="Search by request id"
        value={state.find ?? ''}
        onChange={(find) => set({ find: find.trim() || undefined })}
      />
      <IntegrationFilter value={state.integration} onChange={(integration) => set({ integration })} />
      <FilterSelect
        label="Status"
        value={state.status}
        options={statuses}
        onChange={(value) => set({ status: statuses.find((each) => each.value === value)?.value })}
      />
      <FilterSelect
        label="Method"
        value={state.method}
        options={methods.map((method) => ({ value: method, label: method }))}
        onChange={(value) => set({ method: methods.find((each) => each === value) })}
      />
      <UserFilter value={state.user} onChange={(user) => set({ user })} />
      <FacetFilter field="group" label="Group" value={state.group} onChange={(group) => set({ group })} />
      {isFiltered(state) ? (
        <ClearFilters
          onClear={() =>
            set({
              find: undefined,
              integration: undefined,
              status: undefined,
              method: undefined,
              group: undefined,
              user: undefined,
            })
          }
        />
      ) : null}
    </FilterBar>
  );
}

function NothingFits({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconActivityHeartbeat size={22} />}
      title="No request fits"
      action={<ClearFilters onClear={onClear} />}
    >
      Older requests may have been forgotten: Settings → Retention says how long they are kept.
    </EmptyState>
  );
}

function NoRequests() {
  return (
    <EmptyState
      icon={<IconActivityHeartbeat size={22} />}
      title="No requests yet"
      action={
        <Group justify="center">
          <ButtonLink to="/integrations" variant="default">
            Open Integrations
          </ButtonLink>
        </Group>
      }
    >
      Each request from an identity provider appears here the moment it is answered.
    </EmptyState>
  );
}
