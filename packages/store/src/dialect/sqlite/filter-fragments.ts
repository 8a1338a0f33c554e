import type { FilterFragments } from '../../sql/filter-fragments.ts';

/** A literal JSON path. Attribute names and URNs hold no double quotes. */
const at = (path: readonly string[]): string => `'$${path.map((key) => `."${key.replaceAll("'", "''")}"`).join('')}'`;

/** The value as SQL has it: text, a number, 0 or 1. */
const value = (json: string, path: readonly string[]): string =>
  path.length === 0 ? json : `(${json} ->> ${at(path)})`;

export const sqliteFilter: FilterFragments = {
  has: (json, path) => `(${json} -> ${at(path)} is not null)`,
  text: value,
  number: value,
  boolean: value,
  each: (json, path, alias) =>
    path.length === 0 ? `json_each(${json}) as ${alias}` : `json_each(${json}, ${at(path)}) as ${alias}`,
  element: (alias) => `${alias}.value`,
  position: (alias) => `${alias}.key`,
  contains: (text) => `instr(${text}, ?) > 0`,
  ending: (text) => `substr(${text}, -?)`,
  numberParam: '?',
  inOrds: 'in (select value from json_each(?))',
  ordList: (ords) => `[${ords.join(',')}]`,
  // Rows lie in the order of creation; by another index each would be read from another page.
  scanOrder: ' order by r.ord',
  // Asked at one row in 1,024: a call costs more than a look at a row.
  inTime: (ord) => `((${ord} & 1023) <> 0 or scan_in_time()) and `,
};
