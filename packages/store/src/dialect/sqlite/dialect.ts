import type { Dialect } from '../../sql/database.ts';
import { sqliteFilter } from './filter-fragments.ts';

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  text: 'text',
  json: 'text',
  bytes: 'blob',
  clustered: ' without rowid',
  describeSchema: `select s.type || ' ' || s.name || ': ' || coalesce(s.sql, '') as line from sqlite_schema s
    where s.name not like 'sqlite_stat%' order by 1`,
  nowMs: `cast(unixepoch('subsec') * 1000 as integer)`,
  filter: sqliteFilter,
  failUnlessCounts: null,
};
