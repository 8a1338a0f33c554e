import { CopyButton } from '@rollcall/ui';
import css from './id-with-copy.module.css';

/** An id in its line of text, with the button that copies it on the same height. */
export function IdWithCopy({ id, label }: { readonly id: string; readonly label: string }) {
  return (
    <span className={css.id}>
      <code>{id}</code>
      <CopyButton value={id} label={label} size={24} />
    </span>
  );
}
