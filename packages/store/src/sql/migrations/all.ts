import { core } from './0001-core.ts';
import { control } from './0002-control.ts';
import { admin } from './0003-admin.ts';
import { product } from './0004-product.ts';
import { activeUsers } from './0005-active-users.ts';
import { requestLogRetention } from './0006-request-log-retention.ts';
import { libraryUploads } from './0007-library-uploads.ts';
import type { Migration } from './migration.ts';

/** In the order in which they run. */
export const allMigrations: readonly Migration[] = [
  core,
  control,
  admin,
  product,
  activeUsers,
  requestLogRetention,
  libraryUploads,
];
