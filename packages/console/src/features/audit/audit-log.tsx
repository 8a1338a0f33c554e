import { Button, Stack } from '@mantine/core';
import {
  ClearFilters,
  type Column,
  DetailDrawer,
  EmptyState,
  ExactTime,
  Facts,
  FilterBar,
  FilterSelect,
  JsonView,
  RelativeTime,
  SearchField,
  Section,
} from '@rollcall/ui';
import { IconClipboardList, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { PagedTable } from '../../components/list-or-error.tsx';
import { type AuditFilter, type AuditRow, auditEventQuery, auditExportUrl, auditQuery } from '../../data/audit.ts';
import { useKeysetRows } from '../../data/keyset.ts';
import { withState } from '../../lib/with-state.ts';
import { Loaded } from '../loaded.tsx';

interface AuditState {
  readonly search?: string;
  readonly action?: AuditRow['action'];
  readonly target?: string;
  /** The event whose drawer is open. */
  readonly event?: string;
}
interface AuditLogProps {
  readonly state: AuditState;
  readonly onChange: (state: AuditState) => void;
}

const actions = [
  { value: 'create', label: 'Created' },
  { value: 'update', label: 'Changed' },
  { value: 'delete', label: 'Deleted' },
] as const;
const verb = { create: 'created', update: 'changed', delete: 'deleted' } as const;
const targets = [
  'integration',
  'oauthClient',
  'user',
  'device',
  'deviceImport',
  'libraryItem',
  'blueprint',
  'blueprintRouting',
  'member',
  'invitation',
  'apiToken',
  'signInProvider',
  'tenant',
];
const names: Readonly<Record<string, string>> = {
  apiToken: 'API token',
  oauthClient: 'OAuth client',
  signInProvider: 'sign-in provider',
};

/** `libraryItem` → "library item" */
const words = (name: string) =>
  names[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ');

function sentence(row: AuditRow): string {
  const what = row.component === null ? words(row.targetType) : `${words(row.component)} of ${words(row.targetType)}`;
  return `${verb[row.action]} ${what} ${row.targetName}`;
}

const columns: readonly Column<AuditRow>[] = [
  {
    id: 'what',
    header: 'What',
    width: 'minmax(240px, 2.4fr)',
    cell: (row) => sentence(row).replace(/^./, (letter) => letter.toUpperCase()),
    narrow: 'title',
  },
  { id: 'who', header: 'Who', width: 'minmax(140px, 1fr)', cell: (row) => row.actorName, narrow: 'detail' },
  { id: 'by', header: 'By', width: '100px', cell: (row) => words(row.actorType), optional: true },
  { id: 'address', header: 'Address', width: '140px', cell: (row) => row.ipAddress ?? '—' },
  { id: 'at', header: 'When', width: '110px', cell: (row) => <RelativeTime at={row.at} />, narrow: 'end' },
];

const filterOf = (state: AuditState): AuditFilter => ({
  ...(state.search ? { search: state.search } : {}),
  ...(state.action ? { action: [state.action] } : {}),
  ...(state.target ? { targetType: [state.target] } : {}),
});

export function AuditLog({ state, onChange }: AuditLogProps) {
  const filter = filterOf(state);
  const list = useKeysetRows(auditQuery(filter));
  const set = (change: { [Key in keyof AuditState]?: AuditState[Key] | undefined }) =>
    onChange(withState(state, change));
  const filtered = Object.keys(filter).length > 0;
  const clear = <ClearFilters onClear={() => onChange({})} />;
  return (
    <>
      <FilterBar
        end={
          <Button
            component="a"
            href={auditExportUrl(filter)}
            download
            variant="default"
            leftSection={<IconDownload size={15} />}
          >
            Export
          </Button>
        }
      >
        <SearchField
          label="Search the audit log"
          value={state.search ?? ''}
          onChange={(search) => set({ search: search || undefined })}
        />
        <FilterSelect
          label="Action"
          value={state.action}
          options={actions}
          onChange={(value) => set({ action: actions.find((each) => each.value === value)?.value })}
        />
        <FilterSelect
          label="Of what"
          value={state.target}
          options={targets.map((target) => ({ value: target, label: words(target) }))}
          onChange={(target) => set({ target })}
        />
        {filtered ? clear : null}
      </FilterBar>
      <PagedTable
        label="Audit log"
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        rowTarget={(row) => ({ to: '/audit', search: { ...state, event: row.id } })}
        selectedKey={state.event}
        empty={
          <EmptyState
            icon={<IconClipboardList size={22} />}
            title={filtered ? 'No event fits' : 'Nothing has happened yet'}
            action={filtered ? clear : null}
          />
        }
      />
      <EventDrawer eventId={state.event} rows={list.rows} onClose={() => set({ event: undefined })} />
    </>
  );
}

interface EventDrawerProps {
  readonly eventId: string | undefined;
  readonly rows: readonly AuditRow[];
  readonly onClose: () => void;
}

function EventDrawer({ eventId, rows, onClose }: EventDrawerProps) {
  const listed = rows.find((row) => row.id === eventId);
  // A link may lead to an event that is older than what is listed, or that the filters leave out.
  const asked = useQuery({ ...auditEventQuery(eventId ?? ''), enabled: eventId !== undefined && !listed });
  const query = listed ? { ...asked, data: listed, error: null } : asked;
  return (
    <DetailDrawer opened={eventId !== undefined} onClose={onClose} title="Event" width={560}>
      {eventId === undefined ? null : <Loaded query={query}>{(row) => <Event row={row} />}</Loaded>}
    </DetailDrawer>
  );
}

function Event({ row }: { readonly row: AuditRow | null }) {
  if (row === null) return <EmptyState title="There is no such event">The link may be of another tenant.</EmptyState>;
  return (
    <Stack gap="lg">
      <Facts
        items={[
          ['What', sentence(row)],
          ['Who', `${row.actorName} (${words(row.actorType)})`],
          ['When', <ExactTime key="at" at={row.at} />],
          ['Address', row.ipAddress],
          ['Target', <code key="target">{row.targetId}</code>],
          ['Request id', row.requestId ? <code key="request">{row.requestId}</code> : null],
        ]}
      />
      {row.before === null ? null : (
        <Section title="Before">
          <JsonView value={row.before} label="state before" />
        </Section>
      )}
      {row.after === null ? null : (
        <Section title="After">
          <JsonView value={row.after} label="state after" />
        </Section>
      )}
    </Stack>
  );
}
