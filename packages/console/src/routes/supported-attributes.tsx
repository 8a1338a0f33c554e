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
        description="From the schemas that this server knows. Every one of them is stored and returned; the product uses those that say what as. Others are accepted and ignored, never refused."
      />
      <AttributeTables resources={resources} />
    </Page>
  );
}
