import css from './attribute-changes.module.css';

interface AttributeChange {
  readonly attribute: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A string shows without its quotation marks; everything else as JSON. */
function plain(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  } catch {
    return json;
  }
}

/** Before and after, a line each attribute. */
export function AttributeChanges({ changes }: { readonly changes: readonly AttributeChange[] }) {
  if (changes.length === 0) return null;
  return (
    <ul className={css.list}>
      {changes.map((change) => (
        <li key={change.attribute} className={css.line}>
          <code className={css.name}>{change.attribute}</code>
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
