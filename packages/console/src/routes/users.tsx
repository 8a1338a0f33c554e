import { FillPage, PageHeader, useListSearch } from '@rollcall/ui';
import { UserList } from '../features/users/user-list.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { usersRoute } from './tree.ts';

export function UsersPage() {
  usePageTitle('Users');
  const search = usersRoute.useSearch();
  const show = useListSearch<typeof search>('/users');
  return (
    <FillPage>
      <PageHeader title="Users" />
      <UserList state={search} onChange={show} />
    </FillPage>
  );
}
