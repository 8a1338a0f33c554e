import { ButtonLink, EmptyState, ErrorState, LoadingState, Page } from '@rollcall/ui';
import { createRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { describeError, hasStatus, queryClient } from './data/api.ts';
import { routeTree } from './pages.ts';

function NotFound() {
  return (
    <Page>
      <EmptyState title="There is nothing here" action={<ButtonLink to="/">To the dashboard</ButtonLink>}>
        It may have been deleted.
      </EmptyState>
    </Page>
  );
}

function PageError({ error, reset }: ErrorComponentProps) {
  if (hasStatus(error, 404)) return <NotFound />;
  const { title, detail } = describeError(error);
  return (
    <Page>
      <ErrorState
        title={title}
        detail={detail}
        onRetry={() => {
          reset();
          void queryClient.resetQueries();
          void router.invalidate();
        }}
      />
    </Page>
  );
}

function PageLoading() {
  return (
    <Page>
      <LoadingState />
    </Page>
  );
}

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPendingMs: 250,
  defaultErrorComponent: PageError,
  defaultPendingComponent: PageLoading,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  scrollToTopSelectors: ['#main'],
});
