import type { ReactNode } from 'react';
import css from './auth-card.module.css';

interface AuthCardProps {
  readonly brand: ReactNode;
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page before signing in. */
export function AuthCard({ brand, title, lead, children }: AuthCardProps) {
  return (
    <main className={css.page}>
      <div>{brand}</div>
      <div className={`rc-card ${css.card}`}>
        <h1 className={css.title}>{title}</h1>
        {lead ? <p className={css.lead}>{lead}</p> : null}
        {children}
      </div>
    </main>
  );
}
