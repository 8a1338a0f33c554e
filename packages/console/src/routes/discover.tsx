import { Page, PageHeader } from '@rollcall/ui';
import { Tiles } from '../features/integrations/tiles.tsx';
import { usePageTitle } from '../lib/page-title.ts';

export function DiscoverPage() {
  usePageTitle('Discover integrations');
  return (
    <Page width={960}>
      <PageHeader
        title="Discover integrations"
        back={{ label: 'Integrations', to: '/integrations' }}
        description="Choose what to connect."
      />
      <Tiles />
    </Page>
  );
}
