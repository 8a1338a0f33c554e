import { JsonView, Page, PageHeader, Section, UrlTabs } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { IdWithCopy } from '../components/id-with-copy.tsx';
import { groupHistoryQuery, groupQuery } from '../data/groups.ts';
import { GroupBlueprints } from '../features/blueprints/group-blueprints.tsx';
import { GroupMembers } from '../features/groups/group-members.tsx';
import { History } from '../features/history.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { groupRoute } from './tree.ts';

export function GroupPage() {
  const { groupId } = groupRoute.useParams();
  const { tab = 'members' } = groupRoute.useSearch();
  const router = useRouter();
  const group = useSuspenseQuery(groupQuery(groupId)).data;
  usePageTitle(group.name);
  return (
    <Page width={980}>
      <PageHeader
        title={group.name}
        back={{ label: 'Groups', to: '/groups' }}
        description={<IdWithCopy id={group.id} label="Copy id" />}
      />
      <UrlTabs
        label="Group"
        value={tab}
        onChange={(next) =>
          void router.navigate({ to: '/groups/$groupId', params: { groupId }, search: { tab: next } })
        }
        tabs={[
          { value: 'members', label: 'Members', count: group.memberCount, panel: <GroupMembers group={group} /> },
          { value: 'blueprints', label: 'Blueprints', panel: <GroupBlueprints groupId={groupId} /> },
          { value: 'history', label: 'History', panel: <History query={groupHistoryQuery(groupId)} /> },
          {
            value: 'raw',
            label: 'Raw',
            panel: (
              <Section title="SCIM document" description="The group as the identity provider reads it back from here.">
                <JsonView value={group.document} label="SCIM document" />
              </Section>
            ),
          },
        ]}
      />
    </Page>
  );
}
