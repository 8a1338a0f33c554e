import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './notice.module.css';

interface NoticeProps {
  readonly tone?: 'info' | 'warn' | 'bad';
  readonly title?: string;
  /** Read out at once: for what just went wrong. */
  readonly urgent?: boolean;
  readonly children: ReactNode;
}

/** Something to know, beside what it is about. The text keeps its own colour, so it reads on every ground. */
export function Notice({ tone = 'info', title, urgent = false, children }: NoticeProps) {
  return (
    <div className={css.notice} data-tone={tone} role={urgent ? 'alert' : undefined}>
      {tone === 'info' ? <IconInfoCircle size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
      <div className={css.text}>
        {title ? <p className={css.title}>{title}</p> : null}
        {children}
      </div>
    </div>
  );
}
