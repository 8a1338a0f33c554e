import { Stack } from '@mantine/core';
import { Page, PageHeader, StatusBadge, UrlTabs } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { providerWords, statusWords } from '../components/integration-words.ts';
import { integrationQuery } from '../data/integrations.ts';
import { IntegrationMoves } from '../features/devices/integration-moves.tsx';
import { AttributeFeedCard } from '../features/integrations/attribute-feed.tsx';
import { Clients } from '../features/integrations/clients.tsx';
import { ConnectGuide } from '../features/integrations/connect-guide.tsx';
import { Details } from '../features/integrations/details.tsx';
import { IntegrationMenu } from '../features/integrations/integration-menu.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { integrationRoute } from './tree.ts';

export function IntegrationPage() {
  const { integrationId } = integrationRoute.useParams();
  const { tab = 'details', guide } = integrationRoute.useSearch();
  const router = useRouter();
  const integration = useSuspenseQuery(integrationQuery(integrationId)).data;
  usePageTitle(integration.name);
  const status = statusWords[integration.status];
  return (
    <Page width={980}>
      <PageHeader
        title={integration.name}
        description={`SCIM · ${providerWords[integration.provider]}`}
        back={{ label: 'Integrations', to: '/integrations' }}
        aside={<StatusBadge tone={status.tone}>{status.text}</StatusBadge>}
        actions={<IntegrationMenu integration={integration} />}
      />
      <UrlTabs
        label="Integration"
        value={tab}
        onChange={(next) =>
          void router.navigate({ to: '/integrations/$integrationId', params: { integrationId }, search: { tab: next } })
        }
        tabs={[
          {
            value: 'details',
            label: 'Details',
            panel: (
              <Stack gap="lg">
                <IntegrationMoves integrationId={integrationId} />
                <Details integration={integration} />
              </Stack>
            ),
          },
          {
            value: 'guide',
            label: 'Connect guide',
            panel: (
              <ConnectGuide
                integration={integration}
                provider={guide ?? integration.provider}
                onProvider={(next) =>
                  void router.navigate({
                    to: '/integrations/$integrationId',
                    params: { integrationId },
                    search: { tab: 'guide', guide: next },
                  })
                }
              />
            ),
          },
          {
            value: 'attributes',
            label: 'Attribute mapping',
            panel: <AttributeFeedCard integrationId={integrationId} />,
          },
          { value: 'clients', label: 'OAuth clients', panel: <Clients integrationId={integrationId} /> },
        ]}
      />
    </Page>
  );
}
