import type { FilterFragments } from '../../sql/filter-fragments.ts';

const key = (name: string): string => `'${name.replaceAll("'", "''")}'`;

const at = (json: string, path: readonly string[]): string =>
  path.length === 0 ? json : `(${[json, ...path.map(key)].join(' -> ')})`;

/** A value of another type than it should have is no value: a cast that fails would fail the whole statement. */
const typed = (json: string, path: readonly string[], type: string, cast: string): string => {
  const value = at(json, path);
  return `(case when jsonb_typeof(${value}) = '${type}' then ${value}::${cast} end)`;
};

export const postgresFilter: FilterFragments = {
  has: (json, path) => `(${at(json, path)} is not null)`,
  text: (json, path) => {
    const name = path.at(-1);
    const text = name === undefined ? `${json} #>> '{}'` : `${at(json, path.slice(0, -1))} ->> ${key(name)}`;
    return `((${text}) collate "C")`;
  },
  number: (json, path) => typed(json, path, 'number', 'numeric'),
  boolean: (json, path) => typed(json, path, 'boolean', 'boolean'),
  each: (json, path, alias) => `jsonb_path_query(${at(json, path)}, '$[*]') with ordinality as ${alias}(v, n)`,
  element: (alias) => `${alias}.v`,
  position: (alias) => `${alias}.n`,
  contains: (text) => `strpos(${text}, ?) > 0`,
  ending: (text) => `right(${text}, cast(? as integer))`,
  numberParam: 'cast(? as numeric)',
  inOrds: '= any (cast(? as bigint[]))',
  ordList: (ords) => `{${ords.join(',')}}`,
  scanOrder: '',
  // `statement_timeout` sees to it.
  inTime: () => '',
};
