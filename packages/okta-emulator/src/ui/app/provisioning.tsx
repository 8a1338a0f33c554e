import { Stack } from '@mantine/core';
import type { AppDetail } from '../../api/contract.ts';
import { AttributeMappings } from './attribute-mappings.tsx';
import { IntegrationSection } from './integration.tsx';
import { ToAppSection } from './to-app.tsx';

export function ProvisioningTab({ app }: { readonly app: AppDetail }) {
  return (
    <Stack gap="lg">
      <IntegrationSection app={app} />
      {app.integration ? (
        <>
          <ToAppSection app={app} />
          <AttributeMappings app={app} />
        </>
      ) : null}
    </Stack>
  );
}
