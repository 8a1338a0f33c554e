import { FillPage, PageHeader, UrlTabs } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { blueprintQuery } from '../data/blueprints.ts';
import { useMay } from '../data/session.ts';
import { BlueprintActivity } from '../features/blueprints/blueprint-activity.tsx';
import { BlueprintMenu } from '../features/blueprints/blueprint-menu.tsx';
import { MapPage } from '../features/blueprints/map-page.tsx';
import { VersionPage } from '../features/blueprints/version-page.tsx';
import { count } from '../lib/count.ts';
import { usePageTitle } from '../lib/page-title.ts';
import { blueprintRoute } from './tree.ts';

export function BlueprintPage() {
  const { blueprintId } = blueprintRoute.useParams();
  const { tab = 'map', device, user, version } = blueprintRoute.useSearch();
  const router = useRouter();
  const blueprint = useSuspenseQuery(blueprintQuery(blueprintId)).data;
  const show = (search: { tab?: 'map' | 'activity'; device?: string; user?: string; version?: number }) =>
    void router.navigate({ to: '/blueprints/$blueprintId', params: { blueprintId }, search });
  usePageTitle(blueprint.name);
  return (
    <FillPage>
      <PageHeader
        title={blueprint.name}
        actions={useMay('admin') ? <BlueprintMenu blueprint={blueprint} /> : null}
        back={{ label: 'Blueprints', to: '/blueprints' }}
        description={`${count(blueprint.device_count, 'device')} · version ${blueprint.version}`}
      />
      <UrlTabs
        label="Blueprint"
        value={tab}
        onChange={(next) => show({ tab: next })}
        tabs={[
          { value: 'map', label: 'Assignment Map' },
          { value: 'activity', label: 'Activity' },
        ]}
      />
      {tab === 'activity' ? (
        <BlueprintActivity blueprintId={blueprintId} />
      ) : version !== undefined && version !== blueprint.version ? (
        <VersionPage
          blueprint={blueprint}
          version={version}
          onVersion={(next) => show(next === null ? {} : { version: next })}
        />
      ) : (
        <MapPage
          key={blueprintId}
          blueprint={blueprint}
          subject={device ? { device } : user ? { user } : null}
          onSubject={(next) => show(next ?? {})}
        />
      )}
    </FillPage>
  );
}
