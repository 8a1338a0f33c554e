import { Page, PageHeader } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { supportedAttributesQuery } from '../data/integrations.ts';
import { AttributeTables } from '../features/integrations/attribute-tables.tsx';
import { usePageTitle } from '../lib/page-title.ts';

export function SupportedAttributesPage() {
  usePageTitle('Supported attributes');
  const { resources } = useSuspenseQuery(supportedAttributesQuery).data;
  return (
    <Page width={980}>
      <PageHeader
        title="Supported attributes"
        back={{ label: 'Integrations', to: '/integrations' }}
        description="Every attribute listed here is stored and returned. Rollcall itself uses those that have something under “Used as”. All other attributes are accepted and ignored, never refused."
      />
      <AttributeTables resources={resources} />
    </Page>
  );
}
