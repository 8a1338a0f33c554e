export { type DatabaseLocation, openDatabase } from './open-database.ts';
export type * from './ports/admin.ts';
export type * from './ports/control.ts';
export type * from './ports/request-log.ts';
export type * from './ports/resources.ts';
export { openAdminStore } from './sql/admin/admin-store.ts';
export { openControlStore } from './sql/control/control-store.ts';
export * from './sql/database.ts';
export { type MigrationStatus, migrate, migrationStatus, NewerDatabaseError } from './sql/migrations/migrate.ts';
