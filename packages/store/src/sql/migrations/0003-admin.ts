import type { Dialect } from '../database.ts';
import type { Migration } from './migration.ts';

/** Who may do what in the console and its API, and what they did. Accounts and sessions are the sign-in library's. */
const statements = ({ text }: Dialect): readonly string[] => [
  `create table membership (
    tenant_no bigint not null,
    user_id ${text} not null,
    role ${text} not null,
    joined ${text} not null,
    primary key (tenant_no, user_id)
  )`,
  'create index membership_by_user on membership (user_id)',
  `create table api_token (
    id ${text} not null primary key,
    tenant_no bigint not null,
    hash ${text} not null unique,
    name ${text} not null,
    role ${text} not null,
    fingerprint ${text} not null,
    created_by ${text} not null,
    created ${text} not null,
    expires ${text},
    last_used ${text},
    revoked ${text}
  )`,
  'create index api_token_by_tenant on api_token (tenant_no, created)',
  `create table audit_event (
    tenant_no bigint not null,
    no bigint not null,
    id ${text} not null unique,
    at ${text} not null,
    action ${text} not null,
    actor_type ${text} not null,
    actor_id ${text} not null,
    actor_name ${text} not null,
    target_type ${text} not null,
    target_id ${text} not null,
    target_name ${text} not null,
    component ${text},
    before_state ${text},
    after_state ${text},
    ip_address ${text},
    request_id ${text},
    primary key (tenant_no, no)
  )`,
  'create index audit_event_by_time on audit_event (tenant_no, at)',
];

export const admin: Migration = { number: 3, name: 'admin', statements };
