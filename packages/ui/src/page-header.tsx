import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { TextLink } from './links.tsx';
import css from './page.module.css';

interface PageHeaderProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Right-hand side: buttons. */
  readonly actions?: ReactNode;
  /** Beside the title: a status, a count. */
  readonly aside?: ReactNode;
  /** The page above this one. */
  readonly back?: { readonly label: string; readonly to: string; readonly params?: Record<string, string> };
}

export function PageHeader({ title, description, actions, aside, back }: PageHeaderProps) {
  return (
    <header className={css.header}>
      <div className={css.heading}>
        {back ? (
          <nav aria-label="Breadcrumb" className={css.crumb}>
            <TextLink to={back.to} params={back.params ?? {}}>
              {back.label}
            </TextLink>
            <IconChevronRight size={13} aria-hidden />
          </nav>
        ) : null}
        <div className={css.titleLine}>
          <h1 className={css.title}>{title}</h1>
          {aside}
        </div>
        {description ? <p className={css.description}>{description}</p> : null}
      </div>
      {actions ? <div className={css.actions}>{actions}</div> : null}
    </header>
  );
}

/** A page that scrolls as a whole. */
export function Page({ children, width = 1120 }: { children: ReactNode; width?: number }) {
  return (
    <div className={css.page} style={{ '--page-width': `${width}px` }}>
      {children}
    </div>
  );
}

/** A page whose last child (a table) takes the rest of the window and scrolls by itself. */
export function FillPage({ children }: { readonly children: ReactNode }) {
  return <div className={css.fill}>{children}</div>;
}

/** A titled card. */
export function Section({ title, description, actions, children, flush = false }: SectionProps) {
  return (
    <section className={`rc-card ${css.section}`} aria-label={typeof title === 'string' ? title : undefined}>
      {title ? (
        <div className={css.sectionHead}>
          <div>
            <h2 className={css.sectionTitle}>{title}</h2>
            {description ? <p className={css.sectionText}>{description}</p> : null}
          </div>
          {actions}
        </div>
      ) : null}
      <div className={flush ? css.sectionFlush : css.sectionBody}>{children}</div>
    </section>
  );
}
interface SectionProps {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** No padding: for lists and tables. */
  readonly flush?: boolean;
}

/** Names on the left, values on the right. */
export function Facts({ items }: { readonly items: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className={css.facts}>
      {items.map(([label, value]) => (
        <div key={label} className={css.fact}>
          <dt>{label}</dt>
          <dd>{value ?? <span className={css.none}>—</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
