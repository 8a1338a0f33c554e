import { Button, Select, Text } from '@mantine/core';
import { ErrorState, LoadingState, Notice, toast } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import {
  type AssignmentMap,
  type Blueprint,
  inputsQuery,
  useRestore,
  versionQuery,
  versionsQuery,
} from '../../data/blueprints.ts';
import { describeError } from '../../data/client.ts';
import { libraryQuery } from '../../data/library.ts';
import { useMay } from '../../data/session.ts';
import { failed } from '../failed.ts';
import { marksOf } from './change-words.ts';
import css from './map.module.css';
import { Changes } from './map-changes.tsx';
import { rootOf } from './map-walk.ts';

const MapCanvas = lazy(async () => ({ default: (await import('./map-canvas.tsx')).MapCanvas }));
const nothing = () => undefined;

interface VersionPageProps {
  readonly blueprint: Blueprint;
  readonly version: number;
  /** Null: back to the present map. */
  readonly onVersion: (version: number | null) => void;
}

/** An earlier version of the map, to read: what was changed since, and what restoring it would do. */
export function VersionPage({ blueprint, version, onVersion }: VersionPageProps) {
  const shown = useQuery(versionQuery(blueprint.id, version));
  const versions = useQuery(versionsQuery(blueprint.id)).data ?? [];
  const restore = useRestore(blueprint.id);
  const mayRestore = useMay('admin');
  if (shown.error) return <ErrorState {...describeError(shown.error)} onRetry={() => void shown.refetch()} />;
  if (!shown.data) return <LoadingState />;
  const errors = shown.data.preview.problems.filter(({ severity }) => severity === 'error');
  const onRestore = () =>
    restore.mutate(version, {
      onSuccess: () => {
        toast({ title: `Version ${version} is the newest again` });
        onVersion(null);
      },
      onError: failed,
    });
  return (
    <div className={css.mapPage}>
      <div className={css.bar}>
        <Select
          size="xs"
          w={320}
          aria-label="Version"
          allowDeselect={false}
          data={versions.map((each) => ({
            value: String(each.version),
            label: versionText(each, blueprint.version),
          }))}
          value={String(version)}
          onChange={(next) => onVersion(Number(next) === blueprint.version ? null : Number(next))}
        />
        <Text size="sm" c="dimmed">
          Read only
        </Text>
        <span className={css.push} />
        <Button variant="default" onClick={() => onVersion(null)}>
          Show the present map
        </Button>
        {mayRestore ? (
          <Button disabled={errors.length > 0} loading={restore.isPending} onClick={onRestore}>
            Restore version {version}
          </Button>
        ) : null}
      </div>
      <div className={css.stage}>
        <Earlier map={shown.data.map} since={shown.data.since} version={version} />
        <aside className={css.bank} aria-label="Compared with now">
          <h2 className={css.bankTitle}>Restoring it</h2>
          <p className={css.bankText}>{shown.data.preview.summary}</p>
          {errors.map(({ message }) => (
            <Notice key={message} tone="bad">
              {message}
            </Notice>
          ))}
          <h2 className={css.bankTitle}>Changed since</h2>
          <Changes changes={shown.data.since} />
        </aside>
      </div>
    </div>
  );
}

const versionText = (each: { version: number; actor: string; note: string; at: string }, present: number) =>
  [
    `Version ${each.version}${each.version === present ? ' (present)' : ''}`,
    new Date(each.at).toLocaleDateString('en', { dateStyle: 'medium' }),
    each.actor,
    each.note,
  ]
    .filter(Boolean)
    .join(' · ');

type Changed = Parameters<typeof marksOf>[0];

function Earlier({ map, since, version }: { map: AssignmentMap; since: Changed; version: number }) {
  const items = useQuery(libraryQuery).data ?? [];
  const inputs = useQuery(inputsQuery).data ?? [];
  const [active, setActive] = useState(rootOf(map));
  return (
    <section className={css.canvas} aria-label={`Assignment Map, version ${version}`}>
      <Suspense fallback={<LoadingState />}>
        <MapCanvas
          key={version}
          map={map}
          editing={false}
          items={items}
          inputs={inputs}
          lit={null}
          troubled={new Map()}
          marks={marksOf(since)}
          active={active}
          onActive={setActive}
          onEdit={nothing}
          onPencil={nothing}
          onOpen={nothing}
          onSay={nothing}
        />
      </Suspense>
    </section>
  );
}
