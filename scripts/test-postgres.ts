import type { TestProject } from 'vitest/node';
import { startPostgres } from '../packages/dev-env/src/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The maintenance database of a real PostgreSQL; each test makes a database of its own. */
    postgresUrl: string;
  }
}

/** One real PostgreSQL for the whole run. ROLLCALL_TEST_POSTGRES_URL names one that already runs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.ROLLCALL_TEST_POSTGRES_URL;
  if (given) {
    project.provide('postgresUrl', given);
    return async () => {};
  }
  const server = await startPostgres();
  project.provide('postgresUrl', server.url);
  return async () => server[Symbol.asyncDispose]();
}
