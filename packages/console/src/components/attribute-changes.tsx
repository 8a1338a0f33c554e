import { readable } from '../lib/readable.ts';
import css from './attribute-changes.module.css';

interface AttributeChange {
  readonly attribute: string;
  readonly before: string | null;
  readonly after: string | null;
}

function plain(json: string): string {
  try {
    return readable(JSON.parse(json));
  } catch {
    return json;
  }
}

/** An extension's attributes by their own names: a URN takes three lines and says nothing that an administrator looks for. */
const shortName = (attribute: string): string => attribute.replace(/^urn:.*:(?=[^:]+$)/i, '');

/** Before and after, a line each attribute. */
export function AttributeChanges({ changes }: { readonly changes: readonly AttributeChange[] }) {
  if (changes.length === 0) return null;
  return (
    <ul className={css.list}>
      {changes.map((change) => (
        <li key={change.attribute} className={css.line}>
          <code className={css.name} title={change.attribute}>
            {shortName(change.attribute)}
          </code>
          <span className={css.values}>
            {change.before === null ? null : <del className={css.before}>{plain(change.before)}</del>}
            {change.after === null ? (
              <span className={css.none}>removed</span>
            ) : (
              <ins className={css.after}>{plain(change.after)}</ins>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
