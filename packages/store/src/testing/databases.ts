import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openSqlite } from '../dialect/sqlite/sqlite-database.ts';
import { openDatabase } from '../open-database.ts';
import type { Database } from '../sql/database.ts';
import type { SearchLimits } from '../sql/search-turns.ts';

/** A database of a test's own, empty and not yet migrated. */
export interface TestDatabase extends AsyncDisposable {
  readonly db: Database;
  /** A second, independent handle on the same database, as another process has; null where there can't be one. */
  reopen(): Promise<Database>;
  /** For a child process: `postgres://…` or the file's path. */
  readonly location: string;
}

export interface TestDatabaseKind {
  readonly name: 'SQLite in memory' | 'SQLite file' | 'PostgreSQL';
  open(search?: Partial<SearchLimits>): Promise<TestDatabase>;
}

const inMemory: TestDatabaseKind = {
  name: 'SQLite in memory',
  async open(search = {}) {
    const db = openSqlite({ path: ':memory:', search });
    return {
      db,
      location: ':memory:',
      reopen: () => Promise.reject(new Error('a database in memory has one handle')),
      [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
    };
  },
};

const inFile: TestDatabaseKind = {
  name: 'SQLite file',
  async open(search = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
    const path = join(folder, 'rollcall.db');
    const handles = [openSqlite({ path, search })];
    return {
      db: handles[0] as Database,
      location: path,
      async reopen() {
        const handle = openSqlite({ path });
        handles.push(handle);
        return handle;
      },
      async [Symbol.asyncDispose]() {
        for (const handle of handles) await handle[Symbol.asyncDispose]();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

/** `maintenanceUrl` is vitest's `inject('postgresUrl')`. */
const onPostgres = (maintenanceUrl: string): TestDatabaseKind => ({
  name: 'PostgreSQL',
  async open(search = {}) {
    const name = `rollcall_test_${randomBytes(6).toString('hex')}`;
    const run = async (sql: string) => {
      const client = new pg.Client(maintenanceUrl);
      await client.connect();
      await client.query(sql);
      await client.end();
    };
    await run(`create database ${name}`);
    const url = Object.assign(new URL(maintenanceUrl), { pathname: `/${name}` });
    url.searchParams.set('max_connections', '5');
    const location = url.href;
    const open = () => openDatabase({ url: location, dataDir: '', search });
    const handles = [await open()];
    return {
      db: handles[0] as Database,
      location,
      async reopen() {
        const handle = await open();
        handles.push(handle);
        return handle;
      },
      async [Symbol.asyncDispose]() {
        for (const handle of handles) await handle[Symbol.asyncDispose]();
        await run(`drop database if exists ${name} with (force)`);
      },
    };
  },
});

/** For `describe.each`: every promise of the store is kept on each of these. */
export const testDatabases = (postgresUrl: string): readonly TestDatabaseKind[] => [
  inMemory,
  inFile,
  onPostgres(postgresUrl),
];
