import { mkdirSync } from 'node:fs';
import type { Registry } from '@rollcall/scim';
import { type Database, migrate, openDatabase, openRequestLog, type RequestLog } from '@rollcall/store';
import type { Config } from '../config/config.ts';
import type { Logger } from '../log/logger.ts';
import { blaming } from './blame-setting.ts';
import { chosenRequestLogLimits } from './request-log-limits.ts';
import { loadRegistry } from './schema-files.ts';

/** What a configuration leads to: databases that are open and up to date, and the schemas. */
export interface Deployment extends AsyncDisposable {
  readonly db: Database;
  readonly requestLog: RequestLog;
  readonly registry: Registry;
}

export const locationOf = (config: Config) => ({ url: config.databaseUrl, dataDir: config.dataDir });

/** The database where the configuration says it is. */
export const openConfiguredDatabase = (config: Config): Promise<Database> =>
  blaming(config.databaseUrl === null ? 'ROLLCALL_DATA_DIR' : 'ROLLCALL_DATABASE_URL', () =>
    openDatabase({ ...locationOf(config), search: { runMs: config.searchMs } }),
  );

export async function openDeployment(config: Config, log: Logger): Promise<Deployment> {
  // Schemas and, without PostgreSQL, the databases with their signing keys: for nobody else on the machine.
  await blaming('ROLLCALL_DATA_DIR', () => mkdirSync(config.dataDir, { recursive: true, mode: 0o700 }));
  const registry = loadRegistry(config.dataDir);
  const db = await openConfiguredDatabase(config);
  try {
    const applied = await migrate(db);
    for (const step of applied)
      log.info({ migration: step.number, name: step.name }, 'the database was brought up to date');
    const requestLog = await openRequestLog(locationOf(config), {
      ...config.requestLog,
      choices: () => chosenRequestLogLimits(db, config),
      onError: (error) => log.warn({ err: error }, 'the request log could not be written'),
    });
    return {
      db,
      requestLog,
      registry,
      async [Symbol.asyncDispose]() {
        await requestLog[Symbol.asyncDispose]();
        await db[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await db[Symbol.asyncDispose]();
    throw error;
  }
}
