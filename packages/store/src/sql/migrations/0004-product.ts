import type { Dialect } from '../database.ts';
import type { Migration } from './migration.ts';

/** The product's side: people as a read model of the directory, devices, the library, blueprints and their results. */
const statements = (dialect: Dialect): readonly string[] => [
  ...directory(dialect),
  ...devices(dialect),
  ...library(dialect),
  ...blueprints(dialect),
  ...progress(dialect),
];

/** `…_key` columns are folded and cut; lists sort and compare by them. `search` is what is searched as you type. */
const directory = ({ text, clustered }: Dialect): readonly string[] => [
  `create table person (
    integration_no bigint not null,
    ord bigint not null,
    tenant_no bigint not null,
    id ${text} not null,
    user_name ${text} not null,
    user_key ${text} not null,
    external_id ${text},
    name ${text} not null,
    name_key ${text} not null,
    email ${text},
    email_key ${text} not null,
    department ${text},
    department_key ${text} not null,
    job_title ${text},
    job_title_key ${text} not null,
    more ${text} not null,
    active bigint not null,
    archived bigint not null,
    deleted ${text},
    device_count bigint not null,
    created ${text} not null,
    updated ${text} not null,
    search ${text} not null,
    primary key (integration_no, ord)
  )${clustered}`,
  // Holds all that search and the tabs read, so that a walk in the order of names touches only the rows that it shows.
  'create index person_by_name on person (tenant_no, archived, name_key, integration_no, ord, search, device_count)',
  'create index person_by_email on person (tenant_no, archived, email_key, integration_no, ord)',
  'create index person_by_department on person (tenant_no, archived, department_key, integration_no, ord)',
  'create index person_by_job_title on person (tenant_no, archived, job_title_key, integration_no, ord)',
  'create index person_by_updated on person (tenant_no, archived, updated, integration_no, ord)',
  // Everybody else is found by id among the directory's own rows.
  'create index person_by_id_when_deleted on person (id) where deleted is not null',
  `create table person_group (
    integration_no bigint not null,
    ord bigint not null,
    tenant_no bigint not null,
    id ${text} not null,
    name ${text} not null,
    name_key ${text} not null,
    member_count bigint not null,
    updated ${text} not null,
    deleted ${text},
    primary key (integration_no, ord)
  )${clustered}`,
  'create index person_group_by_id on person_group (id)',
  'create index person_group_by_name on person_group (tenant_no, name_key, integration_no, ord)',
];

const devices = ({ text, clustered }: Dialect): readonly string[] => [
  // `wanted_user` is the folded e-mail or userName of a user that no integration has delivered yet.
  `create table device (
    tenant_no bigint not null,
    no bigint not null,
    id ${text} not null unique,
    name ${text} not null,
    name_key ${text} not null,
    serial_number ${text},
    serial_key ${text},
    asset_tag ${text},
    family ${text},
    model ${text},
    os_version ${text},
    chip_type ${text},
    supervised bigint,
    enrollment_type ${text},
    file_vault bigint,
    tags ${text} not null,
    user_integration_no bigint,
    user_ord bigint,
    wanted_user ${text},
    blueprint_no bigint,
    created ${text} not null,
    updated ${text} not null,
    search ${text} not null,
    primary key (tenant_no, no)
  )`,
  'create unique index device_by_serial on device (tenant_no, serial_key)',
  'create index device_by_name on device (tenant_no, name_key, no)',
  'create index device_by_user on device (user_integration_no, user_ord, tenant_no, no)',
  'create index device_by_wanted on device (tenant_no, wanted_user)',
  'create index device_by_blueprint on device (tenant_no, blueprint_no, no)',
  `create table tag (
    tenant_no bigint not null,
    name_key ${text} not null,
    id ${text} not null unique,
    name ${text} not null,
    primary key (tenant_no, name_key)
  )`,
  `create table device_tag (
    tenant_no bigint not null,
    name_key ${text} not null,
    device_no bigint not null,
    primary key (tenant_no, name_key, device_no)
  )${clustered}`,
  `create table device_import (
    tenant_no bigint not null,
    id ${text} not null,
    state ${text} not null,
    total bigint not null,
    done bigint not null,
    created_devices bigint not null,
    updated_devices bigint not null,
    errors ${text} not null,
    lines ${text} not null,
    actor ${text} not null,
    created ${text} not null,
    finished ${text},
    primary key (tenant_no, id)
  )`,
];

const library = ({ text, bytes }: Dialect): readonly string[] => [
  `create table library_item (
    tenant_no bigint not null,
    no bigint not null,
    id ${text} not null unique,
    name ${text} not null,
    name_key ${text} not null,
    kind ${text} not null,
    platforms ${text} not null,
    version ${text},
    description ${text},
    active bigint not null,
    conflict_key ${text},
    reference ${text},
    file_name ${text},
    file_type ${text},
    file_size bigint,
    file_sha256 ${text},
    created ${text} not null,
    updated ${text} not null,
    primary key (tenant_no, no)
  )`,
  'create index library_item_by_name on library_item (tenant_no, name_key, no)',
  'create index library_item_by_file on library_item (tenant_no, file_sha256)',
  // In pieces, so that no write of a large file holds the others up.
  `create table library_file (
    tenant_no bigint not null,
    sha256 ${text} not null,
    piece bigint not null,
    bytes ${bytes} not null,
    primary key (tenant_no, sha256, piece)
  )`,
];

const blueprints = ({ text, clustered }: Dialect): readonly string[] => [
  `create table blueprint (
    tenant_no bigint not null,
    no bigint not null,
    id ${text} not null unique,
    name ${text} not null,
    name_key ${text} not null,
    description ${text} not null,
    version bigint not null,
    map ${text} not null,
    vanished ${text} not null,
    created ${text} not null,
    updated ${text} not null,
    primary key (tenant_no, no)
  )`,
  'create unique index blueprint_by_name on blueprint (tenant_no, name_key)',
  `create table blueprint_version (
    tenant_no bigint not null,
    blueprint_no bigint not null,
    version bigint not null,
    at ${text} not null,
    actor ${text} not null,
    note ${text} not null,
    map ${text} not null,
    changes ${text} not null,
    primary key (tenant_no, blueprint_no, version)
  )`,
  `create table blueprint_routing (
    tenant_no bigint not null primary key,
    version bigint not null,
    routing ${text} not null,
    updated ${text} not null
  )`,
  `create table blueprint_activity (
    tenant_no bigint not null,
    no bigint not null,
    blueprint_no bigint not null,
    at ${text} not null,
    kind ${text} not null,
    cause ${text} not null,
    actor ${text} not null,
    detail ${text} not null,
    primary key (tenant_no, no)
  )`,
  'create index blueprint_activity_of on blueprint_activity (tenant_no, blueprint_no, no)',
  'create index blueprint_activity_by_cause on blueprint_activity (tenant_no, cause, blueprint_no)',
  // Items with their nodes as JSON, each text once. Found by its digest: an index row has a limit.
  `create table result_outcome (
    tenant_no bigint not null,
    no bigint not null,
    digest ${text} not null,
    items ${text} not null,
    primary key (tenant_no, no)
  )`,
  'create unique index result_outcome_by_digest on result_outcome (tenant_no, digest)',
  // What each device gets. `seq` moves with each change of it: the feed of results is this table in the order of `seq`.
  `create table device_result (
    tenant_no bigint not null,
    device_no bigint not null,
    device_id ${text} not null,
    blueprint_no bigint,
    outcome_no bigint not null,
    removed bigint not null,
    seq bigint not null,
    changed ${text} not null,
    primary key (tenant_no, device_no)
  )${clustered}`,
  'create unique index device_result_by_seq on device_result (tenant_no, seq)',
];

/** What is still to be done, so that a crash loses none of it. */
const progress = ({ text, clustered }: Dialect): readonly string[] => [
  // Devices whose result may be out of date. A row is removed with the write of its result, unless `mark` has moved since.
  `create table device_dirty (
    tenant_no bigint not null,
    device_no bigint not null,
    mark bigint not null,
    cause ${text} not null,
    caused ${text} not null,
    primary key (tenant_no, device_no)
  )${clustered}`,
  `create table product_counter (
    tenant_no bigint not null,
    name ${text} not null,
    value bigint not null,
    primary key (tenant_no, name)
  )${clustered}`,
  `create table product_checkpoint (
    integration_no bigint not null primary key,
    seq bigint not null,
    sources ${text} not null,
    gone bigint not null
  )`,
];

export const product: Migration = { number: 4, name: 'product', statements };
