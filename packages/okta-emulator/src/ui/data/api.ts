import { QueryCache, QueryClient } from '@tanstack/react-query';
import type { ApiProblem } from '../../api/contract.ts';

export class ApiError extends Error {
  readonly status: number;
  readonly causes: readonly string[];
  constructor(status: number, summary: string, causes: readonly string[]) {
    super(summary);
    this.status = status;
    this.causes = causes;
  }
}

export const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof ApiError && error.status === status;

async function refusal(response: Response): Promise<ApiError> {
  try {
    const { error }: ApiProblem = await response.json();
    return new ApiError(response.status, error.summary, error.causes);
  } catch {
    return new ApiError(response.status, `The emulator answered ${response.status}.`, []);
  }
}

async function send<Answer>(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(`/admin/api${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw await refusal(response);
  return response.json();
}

/** The emulator's console API; types and paths are in `api/contract.ts`. */
export const api = {
  get: <Answer>(path: string, signal?: AbortSignal) => send<Answer>('GET', path, undefined, signal),
  post: <Answer>(path: string, body: object = {}) => send<Answer>('POST', path, body),
  put: <Answer>(path: string, body: object = {}) => send<Answer>('PUT', path, body),
  delete: <Answer>(path: string) => send<Answer>('DELETE', path),
};

let onSignedOut = () => {};
export function whenSignedOut(run: () => void): void {
  onSignedOut = run;
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (hasStatus(error, 401)) onSignedOut();
    },
  }),
  defaultOptions: { queries: { staleTime: 2_000, retry: false } },
});

/** An error in a sentence. */
export function describeError(error: unknown): { readonly title: string; readonly detail: string } {
  if (error instanceof ApiError) return { title: error.message, detail: error.causes.join(' ') };
  if (error instanceof TypeError)
    return { title: 'The emulator can’t be reached', detail: 'Is it still running? Start it again with npm run okta.' };
  return { title: 'Something went wrong', detail: error instanceof Error ? error.message : String(error) };
}
