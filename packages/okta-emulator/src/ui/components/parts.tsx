import { Notice } from '@rollcall/ui';
import { useEffect } from 'react';
import { describeError } from '../data/api.ts';

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Okta emulator`;
  }, [title]);
}

/** What came back from a form that was refused. */
export function FormError({ error }: { readonly error: unknown }) {
  if (!error) return null;
  const { title, detail } = describeError(error);
  return (
    <Notice tone="bad" urgent>
      {title}
      {detail && detail !== title ? ` ${detail}` : ''}
    </Notice>
  );
}
