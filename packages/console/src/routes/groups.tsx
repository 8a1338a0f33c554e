import { FillPage, PageHeader } from '@rollcall/ui';
import { useNavigate } from '@tanstack/react-router';
import { GroupList } from '../features/groups/group-list.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { groupsRoute } from './tree.ts';

export function GroupsPage() {
  usePageTitle('Groups');
  const search = groupsRoute.useSearch();
  const navigate = useNavigate();
  return (
    <FillPage>
      <PageHeader title="Groups" />
      <GroupList state={search} onChange={(next) => void navigate({ to: '/groups', search: next, replace: true })} />
    </FillPage>
  );
}
