import { ButtonLink, FillPage, PageHeader } from '@rollcall/ui';
import { IconPlus } from '@tabler/icons-react';
import { useMay } from '../data/session.ts';
import { IntegrationList } from '../features/integrations/integration-list.tsx';
import { usePageTitle } from '../lib/page-title.ts';

export function IntegrationsPage() {
  usePageTitle('Integrations');
  return (
    <FillPage>
      <PageHeader
        title="Integrations"
        description="Where users and groups come from."
        actions={
          useMay('admin') ? (
            <ButtonLink to="/integrations/discover" leftSection={<IconPlus size={15} />}>
              Discover integrations
            </ButtonLink>
          ) : null
        }
      />
      <IntegrationList />
    </FillPage>
  );
}
