import type { SqlValue } from './database.ts';

/** A piece of SQL with what is bound to its placeholders, in order. */
export interface Sql {
  readonly text: string;
  readonly params: readonly SqlValue[];
}

const NO_PARAMS: readonly SqlValue[] = [];

export const sql = (text: string, params: readonly SqlValue[] = NO_PARAMS): Sql => ({ text, params });

/** `concat('a.value = ', value, ' and ', …)`: text and pieces one after the other. */
export function concat(...parts: readonly (string | Sql)[]): Sql {
  let text = '';
  let params = NO_PARAMS;
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
    } else {
      text += part.text;
      if (part.params.length > 0) params = params.length === 0 ? part.params : [...params, ...part.params];
    }
  }
  return { text, params };
}

export function join(parts: readonly Sql[], separator: string): Sql {
  const [first, ...rest] = parts;
  if (first === undefined) return sql('');
  return rest.length === 0 ? first : concat(first, ...rest.flatMap((part) => [separator, part]));
}
