import type { Dialect } from '../../sql/database.ts';

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  text: 'text',
  json: 'text',
  bytes: 'blob',
  clustered: ' without rowid',
};
