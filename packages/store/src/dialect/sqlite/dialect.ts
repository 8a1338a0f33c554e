import type { Dialect } from '../../sql/database.ts';
import { sqliteFilter } from './filter-fragments.ts';

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  text: 'text',
  json: 'text',
  bytes: 'blob',
  clustered: ' without rowid',
  filter: sqliteFilter,
};
