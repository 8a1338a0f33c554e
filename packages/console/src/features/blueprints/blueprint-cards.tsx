import { EmptyState, ErrorState, LoadingState, Notice, RelativeTime, TextLink } from '@rollcall/ui';
import { IconSitemap } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { blueprintsQuery } from '../../data/blueprints.ts';
import { describeError } from '../../data/client.ts';
import { count } from '../../lib/count.ts';
import css from './blueprints.module.css';

export function BlueprintCards() {
  const list = useQuery(blueprintsQuery);
  if (list.error) return <ErrorState {...describeError(list.error)} onRetry={() => void list.refetch()} />;
  if (!list.data) return <LoadingState />;
  if (list.data.length === 0)
    return (
      <EmptyState icon={<IconSitemap size={22} />} title="No Blueprints yet">
        A Blueprint puts Library Items on devices, with conditions on groups, people and devices.
      </EmptyState>
    );
  return (
    <ul className={css.cards}>
      {list.data.map((blueprint) => (
        <li key={blueprint.id} className={`rc-card ${css.card}`}>
          <h2 className={css.cardTitle}>
            <TextLink to="/blueprints/$blueprintId" params={{ blueprintId: blueprint.id }}>
              {blueprint.name}
            </TextLink>
          </h2>
          {blueprint.description ? <p className={css.cardText}>{blueprint.description}</p> : null}
          <p className={css.cardText}>
            <strong>{count(blueprint.device_count, 'device')}</strong> ·{' '}
            {count(blueprint.library_item_count, 'Library Item')}
          </p>
          <p className={css.cardText}>
            Changed <RelativeTime at={blueprint.updated_at} />
          </p>
          {blueprint.vanished_groups.length > 0 ? (
            <Notice tone="warn">Groups that no longer exist: {blueprint.vanished_groups.join(', ')}</Notice>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
