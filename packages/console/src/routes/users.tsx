import { FillPage, PageHeader } from '@rollcall/ui';
import { useNavigate } from '@tanstack/react-router';
import { UserList } from '../features/users/user-list.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { usersRoute } from './tree.ts';

export function UsersPage() {
  usePageTitle('Users');
  const search = usersRoute.useSearch();
  const navigate = useNavigate();
  return (
    <FillPage>
      <PageHeader title="Users" />
      <UserList
        state={search}
        // Typing and filtering replace the address, so that Back leaves the page instead of undoing letters.
        onChange={(next) => void navigate({ to: '/users', search: next, replace: true })}
      />
    </FillPage>
  );
}
