import { Button } from '@mantine/core';
import { EmptyState, ErrorState, LoadingState, RelativeTime, Section, Tag, TextLink } from '@rollcall/ui';
import { AttributeChanges } from '../components/attribute-changes.tsx';
import { type keysetQuery, useKeysetRows } from '../data/keyset.ts';
import type { Change } from '../data/people.ts';
import { count } from '../lib/count.ts';
import css from './history.module.css';

const words = { create: 'Created', update: 'Changed', delete: 'Deleted', restore: 'Restored' } as const;

/** Each change, attribute by attribute, with the request that made it. */
export function History({ query }: { readonly query: ReturnType<typeof keysetQuery<Change>> }) {
  const list = useKeysetRows(query);
  if (list.failure) return <ErrorState {...list.failure} onRetry={list.retry} />;
  if (list.rows.length === 0) return list.loading ? <LoadingState /> : <EmptyState title="Nothing has changed yet" />;
  return (
    <Section flush>
      <ol className={css.list}>
        {list.rows.map((change) => (
          <li key={change.seq} className={css.change}>
            <div className={css.head}>
              <strong>{words[change.action]}</strong>
              <span>by {change.actor}</span>
              <RelativeTime at={change.at} />
              {change.requestId ? (
                <TextLink to="/activity" search={{ request: change.requestId }}>
                  Request
                </TextLink>
              ) : null}
            </div>
            <AttributeChanges changes={change.attributes} />
            {change.members ? <MemberChanges members={change.members} /> : null}
          </li>
        ))}
      </ol>
      {list.hasMore ? (
        <div className={css.more}>
          <Button variant="default" loading={list.loading} onClick={list.onMore}>
            Show earlier changes
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function MemberChanges({ members }: { readonly members: NonNullable<Change['members']> }) {
  const rows = [
    { sign: 'added', many: members.addedCount, some: members.added },
    { sign: 'removed', many: members.removedCount, some: members.removed },
  ].filter((row) => row.many > 0);
  return rows.map((row) => (
    <div key={row.sign} className={css.members}>
      <span>
        {count(row.many, 'member')} {row.sign}:
      </span>
      {row.some.map((member) => (
        <Tag key={member.id}>{member.name}</Tag>
      ))}
      {row.many > row.some.length ? <span>and {(row.many - row.some.length).toLocaleString('en')} more</span> : null}
    </div>
  ));
}
