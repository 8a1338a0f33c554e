import { Button } from '@mantine/core';
import { Confirm, Page, PageHeader, StatusBadge, type Tab, UrlTabs } from '@rollcall/ui';
import { RowMenu } from '@rollcall/ui/row-menu';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { AppDetail } from '../../api/contract.ts';
import { AssignmentsTab } from '../app/assignments.tsx';
import { GeneralTab } from '../app/general.tsx';
import { ImportTab } from '../app/import.tsx';
import { ProvisioningTab } from '../app/provisioning.tsx';
import { PushGroupsTab } from '../app/push-groups.tsx';
import { SignOnTab } from '../app/sign-on.tsx';
import { usePageTitle } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useAct, useOne } from '../data/queries.ts';
import { applicationRoute } from '../tree.ts';

type TabName = 'general' | 'sign-on' | 'provisioning' | 'import' | 'assignments' | 'push-groups';

export function ApplicationPage() {
  const { appId } = applicationRoute.useParams();
  const app = useOne<AppDetail>(`/apps/${appId}`);
  usePageTitle(app.label);
  const search = applicationRoute.useSearch();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const status = useAct((next: AppDetail['status']) => api.put(`/apps/${appId}/status`, { status: next }));
  const remove = useAct(
    () => api.delete(`/apps/${appId}`),
    () => void navigate({ to: '/applications' }),
  );
  const active = app.status === 'ACTIVE';
  const scim = app.provisioning === 'SCIM';
  const tabs: readonly Tab<TabName>[] = [
    { value: 'general', label: 'General', panel: <GeneralTab app={app} /> },
    { value: 'sign-on', label: 'Sign On', panel: <SignOnTab app={app} /> },
    ...(scim
      ? ([
          { value: 'provisioning', label: 'Provisioning', panel: <ProvisioningTab app={app} /> },
          { value: 'import', label: 'Import', panel: <ImportTab app={app} /> },
        ] as const)
      : []),
    { value: 'assignments', label: 'Assignments', panel: <AssignmentsTab app={app} /> },
    ...(scim ? ([{ value: 'push-groups', label: 'Push Groups', panel: <PushGroupsTab app={app} /> }] as const) : []),
  ];
  const tab = tabs.find((each) => each.value === search.tab)?.value ?? 'general';
  return (
    <Page>
      <PageHeader
        title={app.label}
        back={{ label: 'Applications', to: '/applications' }}
        aside={<StatusBadge tone={active ? 'good' : 'idle'}>{active ? 'Active' : 'Inactive'}</StatusBadge>}
        actions={
          <>
            <Button
              variant="default"
              onClick={() => void navigate({ to: '/system-log', search: { tab: 'requests', app: appId } })}
            >
              View Logs
            </Button>
            <RowMenu
              label="Application actions"
              items={[
                {
                  label: active ? 'Deactivate' : 'Activate',
                  run: () => status.mutate(active ? 'INACTIVE' : 'ACTIVE'),
                },
                { label: 'Delete', danger: true, run: () => setDeleting(true) },
              ]}
            />
          </>
        }
      />
      <UrlTabs
        label={`Parts of ${app.label}`}
        tabs={tabs}
        value={tab}
        onChange={(next) =>
          void navigate({ to: '/applications/$appId', params: { appId }, search: { tab: next }, replace: true })
        }
      />
      <Confirm
        opened={deleting}
        title={`Delete ${app.label}?`}
        action="Delete"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate(undefined)}
        onClose={() => setDeleting(false)}
      >
        Its assignments, mappings and pushed groups are forgotten here. Nothing is sent to the application.
      </Confirm>
    </Page>
  );
}
