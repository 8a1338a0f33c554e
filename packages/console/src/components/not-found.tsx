import { ButtonLink, EmptyState, Page } from '@rollcall/ui';
import { IconMapOff } from '@tabler/icons-react';

export function NotFound() {
  return (
    <Page>
      <EmptyState
        icon={<IconMapOff size={22} />}
        title="Not found"
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
