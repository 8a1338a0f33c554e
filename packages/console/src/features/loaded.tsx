import { LoadingState } from '@rollcall/ui';
import type { ReactNode } from 'react';
import { ListOrError } from '../components/list-or-error.tsx';
import { describeError } from '../data/client.ts';

interface LoadedProps<Data> {
  /** What a query hook answered. */
  readonly query: {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** A part of a page that loads by itself: grey lines first, then what came, or why it didn't with a way to try again. */
export function Loaded<Data>({ query, lines = 6, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  return (
    <ListOrError failure={query.error ? describeError(query.error) : null} onRetry={() => void query.refetch()}>
      <LoadingState lines={lines} />
    </ListOrError>
  );
}
