import { FillPage, PageHeader, useListSearch } from '@rollcall/ui';
import { GroupList } from '../features/groups/group-list.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { groupsRoute } from './tree.ts';

export function GroupsPage() {
  usePageTitle('Groups');
  const search = groupsRoute.useSearch();
  const show = useListSearch<typeof search>('/groups');
  return (
    <FillPage>
      <PageHeader title="Groups" />
      <GroupList state={search} onChange={show} />
    </FillPage>
  );
}
