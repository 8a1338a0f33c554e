import type { Migration } from './migration.ts';

/** How many users are active is kept, as their number is: `active eq true` matches nearly everybody. */
export const activeUsers: Migration = {
  number: 5,
  name: 'active-users',
  statements: ({ filter }) => [
    'alter table integration add column active_users bigint not null default 0',
    // 2: the resource doesn't say.
    `update resource set active = 2 where active = 1 and ${filter.boolean('search', ['active'])} is null`,
    `update integration set active_users = (select count(*) from resource r
      where r.integration_no = integration.no and r.type = 'User' and r.active = 1)`,
  ],
};
