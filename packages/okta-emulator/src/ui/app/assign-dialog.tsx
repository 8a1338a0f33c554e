import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { EmptyState, LoadingState, SearchField, StatusBadge } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useState } from 'react';
import type { AppDetail, GroupItem, Page, Person } from '../../api/contract.ts';
import { FormError } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useMaybe, useSend, withFilters } from '../data/queries.ts';
import css from './assign-dialog.module.css';

export type AssignKind = 'people' | 'groups';

interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

interface AssignDialogProps {
  readonly app: AppDetail;
  readonly kind: AssignKind | null;
  readonly onClose: () => void;
}

export function AssignDialog({ app, kind, onClose }: AssignDialogProps) {
  const title = `Assign ${app.label} to ${kind === 'people' ? 'People' : 'Groups'}`;
  return (
    <Modal opened={kind !== null} onClose={onClose} title={title} size="lg">
      {kind ? <Assigning app={app} kind={kind} onClose={onClose} /> : null}
    </Modal>
  );
}

function Assigning({ app, kind, onClose }: AssignDialogProps & { readonly kind: AssignKind }) {
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [assigned, setAssigned] = useState<readonly Candidate[]>([]);
  const path = withFilters(`/apps/${app.id}/${kind}/candidates`, { q, limit: '50' });
  const people = useMaybe<Page<Person>>(path, kind === 'people');
  const groups = useMaybe<Page<GroupItem>>(path, kind === 'groups');
  const found: readonly Candidate[] | undefined =
    kind === 'people'
      ? people.data?.items.map(({ id, name, login }) => ({ id, name, detail: login }))
      : groups.data?.items.map(({ id, name, members }) => ({
          id,
          name,
          detail: `${members.toLocaleString('en')} people`,
        }));
  if (chosen) {
    return (
      <SaveAndGoBack
        app={app}
        kind={kind}
        candidate={chosen}
        onCancel={() => setChosen(null)}
        onDone={() => {
          setAssigned([...assigned, chosen]);
          setChosen(null);
        }}
      />
    );
  }
  const done = new Set(assigned.map((each) => each.id));
  const total = (kind === 'people' ? people.data?.total : groups.data?.total) ?? 0;
  return (
    <Stack gap="md">
      <SearchField label={kind === 'people' ? 'Search people' : 'Search groups'} value={q} onChange={setQ} />
      <ul className={css.list} aria-label={kind === 'people' ? 'People' : 'Groups'}>
        {assigned.map((each) => (
          <li key={each.id} className={css.row}>
            <CandidateText candidate={each} />
            <StatusBadge tone="good">Assigned</StatusBadge>
          </li>
        ))}
        {found
          ?.filter((each) => !done.has(each.id))
          .map((each) => (
            <li key={each.id} className={css.row}>
              <CandidateText candidate={each} />
              <Button size="xs" variant="default" onClick={() => setChosen(each)}>
                Assign
              </Button>
            </li>
          ))}
      </ul>
      {found === undefined ? <LoadingState lines={3} /> : null}
      {found?.length === 0 && assigned.length === 0 ? <EmptyState title="Nothing to assign" /> : null}
      {found && total > found.length ? (
        <Text size="sm" c="dimmed">
          {found.length} of {total.toLocaleString('en')} are shown. Search for the others.
        </Text>
      ) : null}
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}

function CandidateText({ candidate }: { readonly candidate: Candidate }) {
  return (
    <span className={css.text}>
      <span className={css.name}>{candidate.name}</span>
      <span className={css.detail}>{candidate.detail}</span>
    </span>
  );
}

interface SaveProps {
  readonly app: AppDetail;
  readonly kind: AssignKind;
  readonly candidate: Candidate;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

function SaveAndGoBack({ app, kind, candidate, onCancel, onDone }: SaveProps) {
  const [priority, setPriority] = useState<number | null>(null);
  const assign = useSend(
    () =>
      kind === 'people'
        ? api.post(`/apps/${app.id}/people`, { userIds: [candidate.id] })
        : api.put(`/apps/${app.id}/groups/${candidate.id}`, priority === null ? {} : { priority }),
    onDone,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        assign.mutate(undefined);
      }}
    >
      <Stack gap="md">
        <Text fw={600}>{candidate.name}</Text>
        {kind === 'groups' ? (
          <NumberInput
            label="Priority"
            description="Of the groups that give somebody this application, the lowest number counts. Empty: the last."
            min={0}
            allowDecimal={false}
            onChange={(value) => setPriority(typeof value === 'number' ? value : null)}
          />
        ) : (
          <Text c="dimmed">{candidate.detail}</Text>
        )}
        <FormError error={assign.error} />
        <FormButtons busy={assign.isPending} onCancel={onCancel} label="Save and Go Back" />
      </Stack>
    </form>
  );
}
