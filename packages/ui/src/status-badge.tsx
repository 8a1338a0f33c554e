import type { ReactNode } from 'react';
import css from './status-badge.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'idle';

/** A dot in the tone's colour and the word beside it: the meaning never rests on colour alone. */
export function StatusBadge({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={css.badge} data-tone={tone} title={title}>
      <span className={css.dot} aria-hidden />
      {children}
    </span>
  );
}

/** A small neutral label (an operation, a type, a role). */
export function Tag({ children, mono = false }: { children: ReactNode; mono?: boolean }) {
  return <span className={mono ? `${css.tag} rc-mono` : css.tag}>{children}</span>;
}
