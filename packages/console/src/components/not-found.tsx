import { ButtonLink, EmptyState, Page, PageHeader } from '@rollcall/ui';
import { IconMapOff } from '@tabler/icons-react';

export function NotFound() {
  return (
    <Page>
      <PageHeader title="Not found" />
      <EmptyState
        icon={<IconMapOff size={22} />}
        title="There is nothing at this address"
        action={
          <ButtonLink to="/users" variant="default">
            Go to Users
          </ButtonLink>
        }
      >
        It may have been deleted, or it belongs to another tenant.
      </EmptyState>
    </Page>
  );
}
