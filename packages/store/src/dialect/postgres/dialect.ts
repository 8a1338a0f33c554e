import type { Dialect } from '../../sql/database.ts';
import { postgresFilter } from './filter-fragments.ts';

export const postgresDialect: Dialect = {
  name: 'postgres',
  text: 'text collate "C"',
  json: 'jsonb',
  bytes: 'bytea',
  clustered: '',
  filter: postgresFilter,
};
