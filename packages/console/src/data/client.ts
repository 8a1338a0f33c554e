import { AdminApiError, createClient } from '@rollcall/admin-api/browser';
import { QueryCache, QueryClient } from '@tanstack/react-query';

export { AdminApiError } from '@rollcall/admin-api/browser';

export const api = createClient((input, init) => window.fetch(input, init));

let onSignedOut = () => {};
/** What happens when the server no longer knows the session. */
export function whenSignedOut(run: () => void): void {
  onSignedOut = run;
}

export const isCode = (error: unknown, code: AdminApiError['code']): boolean =>
  error instanceof AdminApiError && error.code === code;

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (isCode(error, 'unauthenticated')) onSignedOut();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // An answer that says what is wrong stays wrong; only a lost connection or a restarting server is worth a retry.
      retry: (count, error) =>
        count < 2 && error instanceof AdminApiError && (error.status === 0 || error.status >= 502),
      retryDelay: (attempt) => 300 * 2 ** attempt,
    },
  },
});

/** An error in a sentence, with what to do where the registry knows it. */
export function describeError(error: unknown): { readonly title: string; readonly detail: string } {
  if (error instanceof AdminApiError && error.body) {
    return { title: error.body.detail || error.body.title, detail: error.body.todo };
  }
  if (error instanceof AdminApiError) return { title: 'The server did not answer as expected', detail: error.message };
  if (error instanceof TypeError) {
    return { title: 'The server can’t be reached', detail: 'Check the network, or whether the service is running.' };
  }
  return { title: 'Something went wrong', detail: error instanceof Error ? error.message : String(error) };
}
