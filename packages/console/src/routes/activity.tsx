import { FillPage, useListSearch } from '@rollcall/ui';
import { useNavigate } from '@tanstack/react-router';
import { ActivityView } from '../features/activity/activity-view.tsx';
import { RequestDrawer } from '../features/activity/request-drawer.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { withState } from '../lib/with-state.ts';
import { activityRoute } from './tree.ts';

export function ActivityPage() {
  usePageTitle('Activity');
  const search = activityRoute.useSearch();
  const navigate = useNavigate();
  const show = useListSearch<typeof search>('/activity');
  const { request, ...state } = search;
  return (
    <FillPage>
      <ActivityView
        state={state}
        selected={request}
        // A search is sent a moment after the last key: it must not close what was opened meanwhile.
        onChange={(next) => show({ ...next, ...(request ? { request } : {}) })}
      />
      <RequestDrawer
        requestId={request}
        onClose={() => void navigate({ to: '/activity', search: withState(search, { request: undefined }) })}
      />
    </FillPage>
  );
}
