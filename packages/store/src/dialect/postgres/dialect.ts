import type { Dialect } from '../../sql/database.ts';
import { postgresFilter } from './filter-fragments.ts';

export const postgresDialect: Dialect = {
  name: 'postgres',
  text: 'text collate "C"',
  json: 'jsonb',
  bytes: 'bytea',
  clustered: '',
  describeSchema: `select 'column ' || table_name || '.' || column_name || ': ' || data_type || ' ' || is_nullable || ' ' ||
      coalesce(column_default, '') || ' ' || coalesce(collation_name, '') as line
    from information_schema.columns where table_schema = current_schema()
    union all select 'index ' || indexname || ': ' || indexdef from pg_indexes where schemaname = current_schema()
    order by 1`,
  nowMs: 'cast(extract(epoch from clock_timestamp()) * 1000 as bigint)',
  filter: postgresFilter,
  failUnlessCounts: `select 1 / coalesce((select case when seq = ? and users = ? and active_users = ? and groups = ? and last_write = ?
    then 1 else 0 end from integration where no = ? for update), 0) as one`,
};
