import { Button } from '@mantine/core';
import { EmptyState, ErrorState, LoadingState, RelativeTime, Section, Tag, TextLink, toast } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { blueprintActivityQuery, blueprintQuery, useRestore } from '../../data/blueprints.ts';
import { useKeysetRows } from '../../data/keyset.ts';
import { useMay } from '../../data/session.ts';
import { failed } from '../failed.ts';
import css from './blueprints.module.css';

/** Who changed what, and what requests of identity providers changed for its devices. */
export function BlueprintActivity({ blueprintId }: { readonly blueprintId: string }) {
  const list = useKeysetRows(blueprintActivityQuery(blueprintId));
  const current = useQuery(blueprintQuery(blueprintId)).data?.version;
  const restore = useRestore(blueprintId);
  const mayRestore = useMay('admin');
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
              {mayRestore && entry.version !== null && entry.version !== current ? (
                <Button
                  variant="default"
                  aria-label={`Restore version ${entry.version}`}
                  onClick={() =>
                    restore.mutate(entry.version ?? 0, {
                      onSuccess: () => toast({ title: `Version ${entry.version} is the newest again` }),
                      onError: failed,
                    })
                  }
                >
                  Restore
                </Button>
              ) : null}
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
