/**
 * Tables of everything but the directory: who may send what, and where it lands. The same text on both databases.
 * Names are unique after folding, and only among rows that are not deleted: that is checked under the write lock of
 * the scope `control`, which every writer of these tables holds.
 */
export const controlTables: readonly string[] = [
  `create table tenant (
    no bigint primary key,
    id text not null unique,
    subdomain text not null unique,
    name text not null,
    created text not null
  )`,
  `create table integration_profile (
    no bigint primary key,
    id text not null unique,
    tenant_no bigint not null,
    name text not null,
    name_folded text not null,
    created text not null,
    setup_finished bigint not null,
    settings text not null,
    deleted text
  )`,
  'create index integration_profile_by_tenant on integration_profile (tenant_no, name_folded)',
  `create table token (
    id text primary key,
    hash text not null unique,
    kind text not null,
    integration_no bigint not null,
    client_id text,
    fingerprint text not null,
    created text not null,
    expires text,
    revoked text,
    rotated text,
    rate_limit bigint,
    last_used text,
    user_agent text
  )`,
  'create index token_by_integration on token (integration_no, created)',
  `create table oauth_client (
    id text primary key,
    integration_no bigint not null,
    name text not null,
    created text not null,
    revoked text
  )`,
  'create index oauth_client_by_integration on oauth_client (integration_no, created)',
  `create table oauth_client_secret (
    id text primary key,
    client_id text not null,
    hash text not null,
    fingerprint text not null,
    created text not null,
    expires text
  )`,
  'create index oauth_client_secret_by_client on oauth_client_secret (client_id, created)',
  `create table setup_link (
    id text primary key,
    hash text not null unique,
    kind text not null,
    tenant_no bigint not null,
    email text,
    role text,
    created_by text not null,
    created text not null,
    expires text not null,
    used text
  )`,
  'create index setup_link_by_tenant on setup_link (tenant_no, created)',
  'create table secret (name text primary key, value text not null)',
  'create table control_epoch (no bigint primary key, epoch bigint not null)',
  'insert into control_epoch (no, epoch) values (1, 1)',
];
