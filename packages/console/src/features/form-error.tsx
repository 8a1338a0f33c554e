import { Notice } from '@rollcall/ui';
import { CodeText } from '../components/code-text.tsx';
import { describeError } from '../data/client.ts';

/** What came back from a form that was refused. */
export function FormError({ error }: { readonly error: unknown }) {
  if (!error) return null;
  const { title, detail } = describeError(error);
  return (
    <Notice tone="bad" urgent>
      {title}
      {detail && detail !== title ? <CodeText>{` ${detail}`}</CodeText> : null}
    </Notice>
  );
}
