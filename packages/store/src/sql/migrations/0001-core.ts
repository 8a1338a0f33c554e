import type { Dialect } from '../database.ts';
import type { Migration } from './migration.ts';

/**
 * The directory itself. Every key leads with the integration, so that a distributed PostgreSQL can spread the tables by it.
 * `ord` is a resource's key inside its integration: the change sequence number at its creation.
 */
const statements = ({ text, json, clustered }: Dialect): readonly string[] => [
  // One row per integration: what its writers lock, and what they count. `seq` is the last change sequence number.
  `create table integration (
    no bigint not null primary key,
    seq bigint not null default 0,
    users bigint not null default 0,
    groups bigint not null default 0,
    last_write ${text}
  )`,
  // `body` is the document as it is sent, less what depends on host or other rows; `search` is its folded shadow for filters.
  // `display` is what members and groups are shown as. `unique_key` is the folded userName or displayName (or a custom type's first unique attribute).
  `create table resource (
    integration_no bigint not null,
    ord bigint not null,
    type ${text} not null,
    id ${text} not null,
    unique_key ${text},
    version bigint not null,
    created ${text} not null,
    modified ${text} not null,
    active bigint not null,
    member_count bigint not null,
    external_id ${text},
    display ${text},
    body ${text} not null,
    search ${json} not null,
    primary key (integration_no, ord)
  )`,
  'create unique index resource_by_id on resource (integration_no, id)',
  'create unique index resource_by_key on resource (integration_no, type, unique_key)',
  'create index resource_by_type on resource (integration_no, type, ord)',
  'create index resource_by_created on resource (integration_no, type, created, ord)',
  'create index resource_by_modified on resource (integration_no, type, modified, ord)',
  // Nearly everybody is active, so this index costs next to nothing.
  'create index resource_inactive on resource (integration_no, type, ord) where active = 0',
  // Further unique attributes of custom types and extensions.
  `create table unique_value (
    integration_no bigint not null,
    attr bigint not null,
    value ${text} not null,
    ord bigint not null,
    primary key (integration_no, attr, value)
  )${clustered}`,
  // Attribute names are long URNs and stand in millions of rows: they are kept as numbers.
  `create table attribute_name (
    no bigint not null primary key,
    name ${text} not null unique,
    state ${text} not null
  )`,
  `create table attribute_index (
    integration_no bigint not null,
    attr bigint not null,
    value ${text} not null,
    ord bigint not null,
    primary key (integration_no, attr, value, ord)
  )${clustered}`,
  `create table member (
    integration_no bigint not null,
    group_ord bigint not null,
    member_ord bigint not null,
    primary key (integration_no, group_ord, member_ord)
  )${clustered}`,
  'create index member_of on member (integration_no, member_ord, group_ord)',
  // Append only. `changes` is JSON: what changed attribute by attribute. `document` is what a restore needs of a
  // deleted resource; it is emptied when the time for that is over.
  `create table change_log (
    integration_no bigint not null,
    seq bigint not null,
    at ${text} not null,
    action ${text} not null,
    type ${text} not null,
    resource_ord bigint not null,
    resource_id ${text} not null,
    version bigint not null,
    request_id ${text} not null,
    actor_type ${text} not null,
    actor_id ${text} not null,
    changes ${text},
    document ${text},
    primary key (integration_no, seq)
  )${clustered}`,
  'create index change_log_of_resource on change_log (integration_no, resource_id, seq)',
  `create index change_log_documents on change_log (at) where document is not null`,
  // Work that one of many servers does: whoever holds the row before it expires.
  `create table lease (
    name ${text} not null primary key,
    holder ${text} not null,
    expires bigint not null
  )`,
  `create table setting (
    name ${text} not null primary key,
    value ${text} not null
  )`,
];

export const core: Migration = { number: 1, name: 'core', statements };
