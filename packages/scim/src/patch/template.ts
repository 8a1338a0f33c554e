import type { Filter } from '../filter/ast.ts';
import type { JsonValue } from '../json.ts';
import type { Field } from '../resource/shape.ts';
import { fold } from '../search/fold.ts';

/** Sub-attributes and what they become; undefined clears. */
export type Parts = ReadonlyMap<Field, JsonValue | undefined>;

/** What a value filter says of the elements that it selects. */
export interface Template {
  /** What `eq` terms pin down. Empty where the filter is more than a conjunction of them. */
  readonly parts: Parts;
  /** Whether an element may be made where none matches. */
  readonly isCreatable: boolean;
}

/**
 * Decision 9: Entra sets `emails[type eq "work"].value` where there is no such address and means one to be made; yet a
 * literal that can't be meant so (`type eq "nonexistent"`) is a 400 (RFC 7644 §3.5.2.3).
 */
export const templateOf = (field: Field, filter: Filter): Template => {
  const parts = new Map<Field, JsonValue | undefined>();
  let isCreatable = true;
  for (const term of filter.kind === 'and' ? filter.terms : [filter]) {
    if (term.kind !== 'compare' || term.op !== 'eq' || term.value === null) return noTemplate;
    const sub = field.shape?.byName.get(term.path.name);
    if (sub === undefined) return noTemplate;
    const literal = literalOf(sub, term.value);
    if (!literal.isCreatable) isCreatable = false;
    parts.set(sub, literal.value);
  }
  return { parts, isCreatable };
};

const noTemplate: Template = { parts: new Map(), isCreatable: false };

const literalOf = (
  { attribute }: Field,
  value: string | number | boolean,
): { readonly value: JsonValue; readonly isCreatable: boolean } => {
  if (attribute.type === 'boolean') {
    const isTrue = String(value).toLowerCase() === 'true';
    return { value: isTrue, isCreatable: isTrue && attribute.name === 'primary' };
  }
  if (attribute.type !== 'string') return { value, isCreatable: false };
  const text = String(value);
  if (attribute.canonicalValues.length === 0) return { value: text, isCreatable: attribute.name === 'type' };
  const canonical = attribute.canonicalValues.find((each) => each === text || fold(each) === fold(text));
  return { value: canonical ?? text, isCreatable: canonical !== undefined };
};
