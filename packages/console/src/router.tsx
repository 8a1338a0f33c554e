import { ErrorState, LoadingState, Page } from '@rollcall/ui';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { createRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { NotFound } from './components/not-found.tsx';
import { describeError, isCode, queryClient } from './data/client.ts';
import { routeTree } from './routes/pages.ts';

/** One place for what went wrong while a page was loading; pages themselves have no error branches. */
function PageError({ error, reset }: ErrorComponentProps) {
  const queries = useQueryErrorResetBoundary();
  if (isCode(error, 'notFound')) return <NotFound />;
  const { title, detail } = describeError(error);
  return (
    <Page>
      <ErrorState
        title={title}
        detail={detail}
        onRetry={() => {
          // Else a query that failed while rendering hands out its old error again instead of asking.
          queries.reset();
          reset();
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
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 250,
  defaultErrorComponent: PageError,
  defaultPendingComponent: PageLoading,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  scrollToTopSelectors: ['#main'],
});
