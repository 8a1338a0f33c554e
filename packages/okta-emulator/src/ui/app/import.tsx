import { Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type Column, DataTable, EmptyState, Notice, Section, toast } from '@rollcall/ui';
import { useState } from 'react';
import type {
  AppDetail,
  GroupItem,
  ImportChoice,
  ImportConfirmed,
  ImportedUser,
  ImportResult,
  Page,
  Person,
} from '../../api/contract.ts';
import { peopleColumn, toGroup } from '../components/group-rows.ts';
import { FormError } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useMaybe, useRows, useSend, withFilters } from '../data/queries.ts';
import css from './import.module.css';

const shownAtFirst = 100;
const count = (value: number, one: string, many: string) => `${value.toLocaleString('en')} ${value === 1 ? one : many}`;

export function ImportTab({ app }: { readonly app: AppDetail }) {
  const actions = app.integration?.actions;
  const wanted = actions?.importUsers === true || actions?.importGroups === true;
  const last = useMaybe<ImportResult>(`/apps/${app.id}/import`, wanted);
  const run = useSend(
    () => api.post<ImportResult>(`/apps/${app.id}/import`),
    (result) =>
      toast({
        title: 'Import finished',
        detail: `${count(result.scanned, 'account', 'accounts')} and ${count(result.groups, 'group', 'groups')} read.`,
      }),
  );
  if (!wanted) {
    return (
      <Notice>
        Import is not among the supported provisioning actions. Choose it at Provisioning → Integration → Edit.
      </Notice>
    );
  }
  return (
    <Stack gap="lg">
      <Group gap="md">
        <Button loading={run.isPending} onClick={() => run.mutate(undefined)}>
          Import Now
        </Button>
        <Text size="sm" c="dimmed">
          Reads the application’s people{actions?.importGroups ? ' and groups' : ''}; inactive accounts are skipped.
        </Text>
      </Group>
      <FormError error={run.error} />
      {last.data ? <Results key={last.data.at} app={app} result={last.data} /> : null}
      {actions?.importGroups ? <ImportedGroups app={app} /> : null}
    </Stack>
  );
}

/** They stay when the emulator is started again; the list of accounts does not. */
function ImportedGroups({ app }: { readonly app: AppDetail }) {
  const list = useRows<GroupItem>(`/apps/${app.id}/imported-groups`, {});
  if (list.rows.length === 0) return null;
  return (
    <Section
      title="Imported groups"
      description="In the directory as groups of this application. Their people are those whose account is assigned."
      flush
    >
      <DataTable
        inline
        label="Imported groups"
        columns={importedColumns}
        rows={list.rows}
        rowKey={(row) => row.id}
        rowTarget={toGroup}
        hasMore={list.hasMore}
        onMore={list.onMore}
        total={list.total}
      />
    </Section>
  );
}

const importedColumns: readonly Column<GroupItem>[] = [
  { id: 'name', header: 'Group', width: 'minmax(160px, 3fr)', cell: (row) => row.name, narrow: 'title' },
  peopleColumn,
];

type Assignment = { readonly userId: string | null; readonly label: string };
const proposed = ({ match }: ImportedUser): Assignment =>
  match ? { userId: match.userId, label: `Exact match: ${match.name}` } : newUser;
const newUser: Assignment = { userId: null, label: 'New user' };

function Results({ app, result }: { readonly app: AppDetail; readonly result: ImportResult }) {
  const { items } = result;
  const [chosen, setChosen] = useState<ReadonlyMap<string, Assignment>>(new Map());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState(shownAtFirst);
  const confirm = useSend(
    (assignments: readonly ImportChoice[]) =>
      api.post<ImportConfirmed>(`/apps/${app.id}/import/confirm`, { assignments }),
    ({ created, linked }) => {
      setSelected(new Set());
      toast({
        title: 'Assignments confirmed',
        detail: `${count(created, 'new person', 'new people')}, ${linked.toLocaleString('en')} linked.`,
      });
    },
  );
  const waiting = items.filter((item) => selected.has(item.id));
  const toggle = (id: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    setSelected(next);
  };
  if (result.at === null) {
    return <EmptyState title="Nothing was imported yet">Import Now reads what the application has.</EmptyState>;
  }
  return (
    <Section
      title="Import results"
      description={`${count(result.scanned, 'account', 'accounts')} read, ${result.skippedInactive.toLocaleString('en')} inactive skipped, ${count(result.groups, 'group', 'groups')} read, ${items.length.toLocaleString('en')} not assigned yet.`}
      actions={
        <Button
          size="xs"
          disabled={waiting.length === 0}
          loading={confirm.isPending}
          onClick={() =>
            confirm.mutate(
              waiting.map((item) => ({ id: item.id, userId: (chosen.get(item.id) ?? proposed(item)).userId })),
            )
          }
        >
          Confirm Assignments
        </Button>
      }
    >
      <FormError error={confirm.error} />
      {items.length === 0 ? (
        <EmptyState title="Everybody is assigned">Each active account belongs to somebody of the org.</EmptyState>
      ) : (
        <Stack gap="xs">
          <Checkbox
            label="Select all"
            checked={waiting.length === items.length}
            indeterminate={waiting.length > 0 && waiting.length < items.length}
            onChange={(event) =>
              setSelected(event.currentTarget.checked ? new Set(items.map((item) => item.id)) : new Set())
            }
          />
          <ul className={css.list} aria-label="Imported accounts">
            {items.slice(0, shown).map((item) => (
              <li key={item.id} className={css.row}>
                <Checkbox
                  aria-label={`Select ${item.userName}`}
                  checked={selected.has(item.id)}
                  onChange={(event) => toggle(item.id, event.currentTarget.checked)}
                />
                <div className={css.text}>
                  <span className={css.name}>{item.name || item.userName}</span>
                  <span className={css.detail}>
                    {item.userName}
                    {item.email === item.userName ? '' : ` · ${item.email}`}
                  </span>
                </div>
                <AssignmentSelect
                  item={item}
                  value={chosen.get(item.id) ?? proposed(item)}
                  onChange={(next) => setChosen(new Map(chosen).set(item.id, next))}
                />
              </li>
            ))}
          </ul>
          {items.length > shown ? (
            <Button variant="default" onClick={() => setShown(shown + shownAtFirst)}>
              Show more ({(items.length - shown).toLocaleString('en')})
            </Button>
          ) : null}
        </Stack>
      )}
    </Section>
  );
}

interface AssignmentSelectProps {
  readonly item: ImportedUser;
  readonly value: Assignment;
  readonly onChange: (value: Assignment) => void;
}

/** Okta proposes an exact match or a new user; any other person can be looked for. */
function AssignmentSelect({ item, value, onChange }: AssignmentSelectProps) {
  const [text, setText] = useState(value.label);
  const [settled] = useDebouncedValue(text, 150);
  const [opened, setOpened] = useState(false);
  const search = settled === value.label ? '' : settled;
  const people = useMaybe<Page<Person>>(withFilters('/people', { q: search, limit: '20' }), opened);
  const options = new Map<string, Assignment>();
  for (const each of [proposed(item), newUser, value]) options.set(each.userId ?? 'new', each);
  for (const { id, name, login } of people.data?.items ?? []) {
    if (!options.has(id)) options.set(id, { userId: id, label: `${name} (${login})` });
  }
  return (
    <Select
      className={css.assignment ?? ''}
      aria-label={`Okta user for ${item.userName}`}
      data={[...options].map(([id, { label }]) => ({ value: id, label }))}
      filter={({ options: all }) => all}
      value={value.userId ?? 'new'}
      allowDeselect={false}
      searchable
      searchValue={text}
      onSearchChange={setText}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      onChange={(id) => {
        const next = id === null ? undefined : options.get(id);
        if (next) onChange(next);
      }}
      nothingFoundMessage="Nothing found"
    />
  );
}
