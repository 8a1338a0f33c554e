/**
 * Ids of resources lie anywhere, and an index of ids alone would change a page for each request that is kept: most of what keeping it
 * costs. So the log is cut into stretches of so many requests, each with its own part of the index, which grows in one place and is then left alone;
 * who looks for an id looks into every stretch. Of the id the index has what differs most between two of them.
 */
export const stretchOf = (no: string): string => `(${no} >> 12)`;
export const endOf = (id: string): string => `substr(${id}, 29, 8)`;

/** `key` is the declaration of a number that counts up by itself, the only thing in which the databases differ here. */
export const requestLogTables = (key: string): readonly string[] => [
  `create table if not exists request (
    no ${key},
    request_id text not null,
    time bigint not null,
    tenant_no bigint not null,
    integration_no bigint not null,
    method text not null,
    path text not null,
    status bigint not null,
    duration bigint not null,
    user_agent text not null,
    remote_address text not null,
    resource_id text,
    detail text,
    bytes bigint not null
  )`,
  // These rise with time, so their indexes grow at the end only and cost next to nothing.
  'create index if not exists request_by_time on request (time)',
  'create index if not exists request_by_tenant on request (tenant_no, no)',
  'create index if not exists request_by_request_id on request (request_id)',
  'drop index if exists request_by_resource',
  `create index if not exists request_by_subject on request (${stretchOf('no')}, ${endOf('resource_id')}) where resource_id is not null`,
  `create table if not exists request_minute (
    tenant_no bigint not null,
    integration_no bigint not null,
    minute bigint not null,
    requests bigint not null,
    errors bigint not null,
    primary key (tenant_no, integration_no, minute)
  )`,
  'create table if not exists request_tenant (tenant_no bigint primary key, records bigint not null, bytes bigint not null)',
  // A log that was begun when only the whole was counted.
  `insert into request_tenant (tenant_no, records, bytes)
   select tenant_no, count(*), sum(bytes) from request where not exists (select 1 from request_tenant) group by tenant_no`,
];
