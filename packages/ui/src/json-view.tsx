import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { CopyButton } from './copy-field.tsx';
import css from './json-view.module.css';

/** A long array shows this many items at first: a group can have 100,000 members. */
const firstItems = 50;

/** JSON as a tree that folds, with a copy button. */
export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it
    <section className={css.view} aria-label={`${label}, JSON`} tabIndex={0}>
      <div className={css.copy}>
        <CopyButton value={JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
      </div>
      <Node value={value} depth={0} last />
    </section>
  );
}

interface NodeProps {
  readonly name?: string;
  readonly value: unknown;
  readonly depth: number;
  readonly last: boolean;
}

function Node({ name, value, depth, last }: NodeProps) {
  const comma = last ? '' : ',';
  const label =
    name === undefined ? null : (
      <>
        <span className={css.key}>{JSON.stringify(name)}</span>
        <span className={css.mark}>: </span>
      </>
    );
  if (typeof value === 'object' && value !== null) {
    const list = Array.isArray(value);
    const entries: readonly (readonly [string | undefined, unknown])[] = list
      ? value.map((item: unknown) => [undefined, item] as const)
      : Object.entries(value);
    if (entries.length > 0) return <Branch label={label} list={list} entries={entries} depth={depth} comma={comma} />;
    return (
      <div className={css.line}>
        {label}
        <span className={css.mark}>{(list ? '[]' : '{}') + comma}</span>
      </div>
    );
  }
  return (
    <div className={css.line}>
      {label}
      <span className={css[kindOf(value)]}>{JSON.stringify(value) ?? 'undefined'}</span>
      <span className={css.mark}>{comma}</span>
    </div>
  );
}

const kindOf = (value: unknown): 'string' | 'number' | 'literal' =>
  typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'literal';

interface BranchProps {
  readonly label: React.ReactNode;
  readonly list: boolean;
  readonly entries: readonly (readonly [string | undefined, unknown])[];
  readonly depth: number;
  readonly comma: string;
}

function Branch({ label, list, entries, depth, comma }: BranchProps) {
  const [open, setOpen] = useState(depth < 3);
  const [shown, setShown] = useState(firstItems);
  const [opening, closing] = list ? ['[', ']'] : ['{', '}'];
  return (
    <div>
      <div className={css.line}>
        <button type="button" className={css.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <IconChevronDown size={12} /> : <IconChevronRight size={12} />}
          <span className="rc-hidden">{open ? 'Fold' : 'Unfold'}</span>
        </button>
        {label}
        <span className={css.mark}>{opening}</span>
        {open ? null : (
          <span className={css.mark}>
            {' '}
            … {entries.length} {closing}
            {comma}
          </span>
        )}
      </div>
      {open ? (
        <>
          <div className={css.children}>
            {entries.slice(0, shown).map(([key, item], index) => (
              <Node
                key={key ?? index}
                {...(key === undefined ? {} : { name: key })}
                value={item}
                depth={depth + 1}
                last={index === entries.length - 1}
              />
            ))}
            {entries.length > shown ? (
              <button type="button" className={css.more} onClick={() => setShown(shown + 500)}>
                {entries.length - shown} more
              </button>
            ) : null}
          </div>
          <div className={css.line}>
            <span className={css.mark}>
              {closing}
              {comma}
            </span>
          </div>
        </>
      ) : null}
    </div>
  );
}
