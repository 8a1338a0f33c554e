import { Button } from '@mantine/core';
import {
  ButtonLink,
  EmptyState,
  ErrorState,
  LoadingState,
  RelativeTime,
  Section,
  Tag,
  TextLink,
  toast,
} from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import {
  type ActivityEntry,
  blueprintActivityQuery,
  blueprintQuery,
  routingActivityQuery,
  useRestore,
} from '../../data/blueprints.ts';
import { type keysetQuery, useKeysetRows } from '../../data/keyset.ts';
import { useMay } from '../../data/session.ts';
import { failed } from '../failed.ts';
import css from './blueprints.module.css';

/** Who changed what, and what requests of identity providers changed for its devices. */
export function BlueprintActivity({ blueprintId }: { readonly blueprintId: string }) {
  const current = useQuery(blueprintQuery(blueprintId)).data?.version;
  const restore = useRestore(blueprintId);
  const mayRestore = useMay('admin');
  const onRestore = (version: number) =>
    restore.mutate(version, {
      onSuccess: () => toast({ title: `Version ${version} is the newest again` }),
      onError: failed,
    });
  return (
    <Entries
      query={blueprintActivityQuery(blueprintId)}
      view={blueprintId}
      {...(mayRestore && current !== undefined ? { restore: { current, onRestore } } : {})}
    />
  );
}

/** Which route took which device. */
export function RoutingActivity() {
  return <Entries query={routingActivityQuery} />;
}

interface EntriesProps {
  readonly query: ReturnType<typeof keysetQuery<ActivityEntry>>;
  /** The Blueprint whose versions can be looked at. */
  readonly view?: string;
  readonly restore?: { readonly current: number; readonly onRestore: (version: number) => void };
}

function Entries({ query, view, restore }: EntriesProps) {
  const list = useKeysetRows(query);
  if (list.failure) return <ErrorState {...list.failure} onRetry={list.retry} />;
  if (list.rows.length === 0) return list.loading ? <LoadingState /> : <EmptyState title="Nothing has happened yet" />;
  return (
    <div className={css.scroll}>
      <Section flush>
        <ol className={css.activity}>
          {list.rows.map((entry) => (
            <li key={entry.no} className={css.entry}>
              <span className={css.entryText}>
                {entry.summary}
                <span className={css.dim}>
                  {entry.actor ? `${entry.actor} · ` : ''}
                  <RelativeTime at={entry.at} />
                  {entry.request_id && entry.kind === 'evaluated' && entry.actor ? (
                    <>
                      {' · '}
                      <TextLink to="/activity" search={{ request: entry.request_id }}>
                        Request
                      </TextLink>
                    </>
                  ) : null}
                </span>
              </span>
              {entry.took_ms === null ? null : <Tag>{Math.round(entry.took_ms).toLocaleString('en')} ms</Tag>}
              {view && entry.version !== null ? (
                <ButtonLink
                  to="/blueprints/$blueprintId"
                  params={{ blueprintId: view }}
                  search={{ version: entry.version }}
                  variant="default"
                >
                  View version {entry.version}
                </ButtonLink>
              ) : null}
              {restore ? <Restore version={entry.version} {...restore} /> : null}
            </li>
          ))}
        </ol>
      </Section>
      {list.hasMore ? (
        <Button variant="default" onClick={list.onMore} loading={list.loading}>
          Show earlier
        </Button>
      ) : null}
    </div>
  );
}

interface RestoreProps {
  readonly version: number | null;
  readonly current: number;
  readonly onRestore: (version: number) => void;
}

function Restore({ version, current, onRestore }: RestoreProps) {
  if (version === null || version === current) return null;
  return (
    <Button variant="default" aria-label={`Restore version ${version}`} onClick={() => onRestore(version)}>
      Restore
    </Button>
  );
}
