import { Page, PageHeader } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { routingQuery } from '../data/blueprints.ts';
import { RoutingActivity } from '../features/blueprints/blueprint-activity.tsx';
import { RoutingEditor } from '../features/blueprints/routing-editor.tsx';
import { usePageTitle } from '../lib/page-title.ts';

export function RoutingPage() {
  usePageTitle('Blueprint Routing');
  const saved = useSuspenseQuery(routingQuery).data;
  return (
    <Page width={980}>
      <PageHeader
        title="Blueprint Routing"
        back={{ label: 'Blueprints', to: '/blueprints' }}
        description="Which Blueprint a newly enrolled device gets. The first route that matches wins."
      />
      <RoutingEditor saved={saved} />
      <h2>Activity</h2>
      <RoutingActivity />
    </Page>
  );
}
