import type { Dialect } from '../database.ts';
import type { Migration } from './migration.ts';

/**
 * A file is kept under a key of its own from its first piece on, before its hash is known; what is not yet an item's, or no longer, is
 * an upload, so that what a stopped server left can be found and removed.
 */
const statements = ({ text }: Dialect): readonly string[] => [
  `alter table library_item add column file_key ${text}`,
  'update library_item set file_key = file_sha256',
  'drop index library_item_by_file',
  'create index library_item_by_file on library_item (tenant_no, file_key)',
  'alter table library_file rename column sha256 to file_key',
  `create table library_upload (
    tenant_no bigint not null,
    file_key ${text} not null,
    touched ${text} not null,
    primary key (tenant_no, file_key)
  )`,
  // What a server left that was stopped while it took or removed a file: older than every moment, so that the next sweep takes it.
  `insert into library_upload (tenant_no, file_key, touched)
   select distinct tenant_no, file_key, '' from library_file where not exists (
     select 1 from library_item
     where library_item.tenant_no = library_file.tenant_no and library_item.file_key = library_file.file_key
   )`,
];

export const libraryUploads: Migration = { number: 7, name: 'library uploads', statements };
