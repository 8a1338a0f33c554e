import type { Database, SqlReader } from '../database.ts';
import { allMigrations } from './all.ts';
import type { Migration } from './migration.ts';

export interface MigrationStatus {
  readonly applied: readonly { readonly number: number; readonly name: string; readonly at: string }[];
  /** Known to this program and not yet applied. */
  readonly pending: readonly { readonly number: number; readonly name: string }[];
  /** Applied, and unknown to this program: the database belongs to a newer release. */
  readonly unknown: readonly number[];
}

export class NewerDatabaseError extends Error {
  constructor(unknown: readonly number[], newest: number) {
    super(
      `The database was written by a newer release of Rollcall (it has migration ${unknown.join(', ')}, this program knows up to ${newest}). Start that release or a later one, or restore the backup from before the upgrade.`,
    );
    this.name = 'NewerDatabaseError';
  }
}

const TABLE = (text: string) =>
  `create table if not exists schema_migration (number bigint not null primary key, name ${text} not null, at ${text} not null)`;

/**
 * Brings the database up to this program, each step in the one transaction that all servers which start now queue for.
 * Returns what was applied.
 */
export async function migrate(
  db: Database,
  migrations: readonly Migration[] = allMigrations,
): Promise<readonly Migration[]> {
  return db.write('migration', async (tx) => {
    await tx.run(TABLE(db.dialect.text));
    const { pending, unknown } = await statusOf(tx, migrations);
    if (unknown.length > 0) throw new NewerDatabaseError(unknown, Math.max(...migrations.map((m) => m.number)));
    const steps = migrations.filter((m) => pending.some(({ number }) => number === m.number));
    for (const step of steps) {
      for (const statement of step.statements(db.dialect)) await tx.run(statement);
      await tx.run('insert into schema_migration (number, name, at) values (?, ?, ?)', [
        step.number,
        step.name,
        new Date().toISOString(),
      ]);
    }
    return steps;
  });
}

export async function migrationStatus(
  db: Database,
  migrations: readonly Migration[] = allMigrations,
): Promise<MigrationStatus> {
  // Also creates the table, so that a database that was never migrated has a status.
  return db.write('migration', async (tx) => {
    await tx.run(TABLE(db.dialect.text));
    return statusOf(tx, migrations);
  });
}

async function statusOf(sql: SqlReader, migrations: readonly Migration[]): Promise<MigrationStatus> {
  const applied = await sql.all<{ number: number; name: string; at: string }>(
    'select number, name, at from schema_migration order by number',
  );
  const known = new Set(migrations.map(({ number }) => number));
  const done = new Set(applied.map(({ number }) => number));
  return {
    applied,
    pending: migrations.filter(({ number }) => !done.has(number)).map(({ number, name }) => ({ number, name })),
    unknown: applied.map(({ number }) => number).filter((number) => !known.has(number)),
  };
}
