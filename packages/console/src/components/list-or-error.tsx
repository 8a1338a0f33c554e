import { ErrorState } from '@rollcall/ui';
import type { ReactNode } from 'react';
import { CodeText } from './code-text.tsx';

interface ListErrorProps {
  readonly failure: { readonly title: string; readonly detail: string } | null;
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

/** A list, or why it could not be loaded. */
export function ListOrError({ failure, onRetry, children }: ListErrorProps) {
  if (!failure) return children;
  return <ErrorState title={failure.title} detail={<CodeText>{failure.detail}</CodeText>} onRetry={onRetry} />;
}
