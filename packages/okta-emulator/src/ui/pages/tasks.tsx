import { Button, Stack, Text } from '@mantine/core';
import {
  type Column,
  DataTable,
  DetailDrawer,
  EmptyState,
  ErrorState,
  FillPage,
  FilterBar,
  FilterSelect,
  LoadingState,
  Notice,
  PageHeader,
  RelativeTime,
  SearchField,
  toast,
  useListSearch,
} from '@rollcall/ui';
import { useState } from 'react';
import type { TaskDetail, TaskItem } from '../../api/contract.ts';
import { PagedTable } from '../components/paged-table.tsx';
import { usePageTitle } from '../components/parts.tsx';
import { TaskBadge, taskStateOptions } from '../components/status.tsx';
import { api, describeError } from '../data/api.ts';
import { useAct, useMaybe, useRows } from '../data/queries.ts';
import { ExchangeDrawer } from '../reports/exchange-drawer.tsx';
import { exchangeColumns } from '../reports/exchange-table.tsx';
import { tasksRoute } from '../tree.ts';

const columns = (onOpen: (id: string) => void): readonly Column<TaskItem>[] => [
  {
    id: 'subject',
    header: 'Person or group',
    width: 'minmax(160px, 1.5fr)',
    cell: (row) => row.subjectName,
    narrow: 'title',
  },
  { id: 'app', header: 'Application', width: 'minmax(120px, 1fr)', cell: (row) => row.appLabel },
  { id: 'state', header: 'State', width: '110px', cell: (row) => <TaskBadge state={row.state} />, narrow: 'detail' },
  { id: 'attempts', header: 'Attempts', width: '90px', align: 'end', cell: (row) => row.attempts },
  {
    id: 'error',
    header: 'Cause',
    width: 'minmax(140px, 2fr)',
    cell: (row) => <span title={row.error ?? undefined}>{row.error ?? ''}</span>,
  },
  {
    id: 'open',
    header: 'Details',
    width: '90px',
    cell: (row) => (
      <Button size="xs" variant="default" aria-label={`View ${row.subjectName}`} onClick={() => onOpen(row.id)}>
        View
      </Button>
    ),
    narrow: 'end',
  },
];

export function TasksPage() {
  usePageTitle('Tasks');
  const search = tasksRoute.useSearch();
  const { q = '', state, task } = search;
  const show = useListSearch('/tasks');
  const list = useRows<TaskItem>('/tasks', { q, state });
  const retryAll = useAct(
    () => api.post<{ readonly count: number }>('/tasks/retry', { state: 'FAILED' }),
    ({ count }) => toast({ title: `${count} ${count === 1 ? 'task is' : 'tasks are'} tried again` }),
  );
  const { task: _, ...rest } = search;
  const filtered = q !== '' || state !== undefined;
  return (
    <FillPage>
      <PageHeader
        title="Tasks"
        description="What has to be brought to applications. A task goes when it is done."
        actions={
          <Button variant="default" loading={retryAll.isPending} onClick={() => retryAll.mutate(undefined)}>
            Retry all failed
          </Button>
        }
      />
      <FilterBar>
        <SearchField
          label="Search tasks"
          value={q}
          onChange={(text) => show({ ...(state ? { state } : {}), ...(text ? { q: text } : {}) })}
        />
        <FilterSelect
          label="State"
          value={state}
          options={taskStateOptions}
          onChange={(next) => show({ ...(q ? { q } : {}), ...(next ? { state: next } : {}) })}
        />
      </FilterBar>
      <PagedTable
        label="Tasks"
        columns={columns((id) => show({ ...search, task: id }))}
        list={list}
        rowKey={(row) => row.id}
        selectedKey={task}
        empty={
          <EmptyState title={filtered ? 'No task fits' : 'Nothing to do'}>
            {filtered ? null : 'Everything has arrived. What was sent is in the System Log.'}
          </EmptyState>
        }
      />
      <DetailDrawer opened={task !== undefined} title="Task" onClose={() => show(rest)}>
        {task ? <Task id={task} /> : null}
      </DetailDrawer>
    </FillPage>
  );
}

function Task({ id }: { readonly id: string }) {
  const task = useMaybe<TaskDetail>(`/tasks/${encodeURIComponent(id)}`);
  const [exchange, setExchange] = useState<string | undefined>(undefined);
  const retry = useAct(() => api.post(`/tasks/${encodeURIComponent(id)}/retry`));
  if (task.error) {
    const { title, detail } = describeError(task.error);
    return <ErrorState title={title} detail={detail || 'It may be done by now.'} />;
  }
  if (!task.data) return <LoadingState />;
  const { subjectName, appLabel, state, error, due, exchanges } = task.data;
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>{subjectName}</Text>
        <Text c="dimmed">{appLabel}</Text>
      </div>
      <TaskBadge state={state} />
      {error ? <Notice tone="bad">{error}</Notice> : null}
      {due ? (
        <Text size="sm">
          Tried again <RelativeTime at={due} />
        </Text>
      ) : null}
      {state === 'FAILED' || state === 'WAITING' ? (
        <Button w="fit-content" loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
          Retry
        </Button>
      ) : null}
      <DataTable
        inline
        label="Requests of this task"
        columns={exchangeColumns((next) => setExchange(String(next))).filter(({ id: column }) => column !== 'took')}
        rows={exchanges}
        rowKey={(row) => String(row.id)}
        empty={<EmptyState title="Nothing was sent yet" />}
      />
      <ExchangeDrawer id={exchange} onClose={() => setExchange(undefined)} />
    </Stack>
  );
}
