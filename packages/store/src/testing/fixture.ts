import { builtInRegistry, type JsonObject, type Registry, type Result } from '@rollcall/scim';
import type { Draft, MemberChange, ResourceStore, WriteOptions } from '../ports/resources.ts';
import { type Directory, type DirectoryOptions, openDirectory } from '../sql/directory.ts';
import { migrate } from '../sql/migrations/migrate.ts';
import type { SearchLimits } from '../sql/search-turns.ts';
import type { TestDatabase, TestDatabaseKind } from './databases.ts';

/** A migrated database with the integrations 1 and 2, and the store of the first. */
export interface StoreFixture extends AsyncDisposable {
  readonly test: TestDatabase;
  readonly directory: Directory;
  readonly store: ResourceStore;
}

export async function openFixture(
  kind: TestDatabaseKind,
  registry: Registry = builtInRegistry,
  options: DirectoryOptions = {},
  search: Partial<SearchLimits> = {},
): Promise<StoreFixture> {
  const test = await kind.open(search);
  await migrate(test.db);
  await addIntegrations(test, [1, 2]);
  const directory = await openDirectory(test.db, registry, options);
  return {
    test,
    directory,
    store: directory.resources(1),
    async [Symbol.asyncDispose]() {
      await directory[Symbol.asyncDispose]();
      await test[Symbol.asyncDispose]();
    },
  };
}

export const addIntegrations = (test: TestDatabase, numbers: readonly number[]): Promise<void> =>
  test.db.write('control', async (tx) => {
    for (const no of numbers) await tx.run('insert into integration (no) values (?)', [no]);
  });

export const by: WriteOptions = { origin: { requestId: 'r-1', actorType: 'scim', actorId: 'token-1' } };

export const user = (userName: string, more: JsonObject = {}): Draft => ({
  resource: { userName, active: true, ...more },
  members: [],
});

export const group = (displayName: string, members: readonly string[] = []): Draft => ({
  resource: { displayName },
  members: members.length === 0 ? [] : [{ kind: 'add', ids: members }],
});

/** An edit of the members alone. */
export const withMembers =
  (...members: MemberChange[]) =>
  ({ resource }: { readonly resource: JsonObject }): Result<Draft, never> => ({
    ok: true,
    value: { resource, members },
  });

/** An edit that sets some attributes. */
export const withValues =
  (values: JsonObject) =>
  ({ resource }: { readonly resource: JsonObject }): Result<Draft, never> => ({
    ok: true,
    value: { resource: { ...resource, ...values }, members: [] },
  });

export function value<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

export function failure<T, E>(result: Result<T, E>): E {
  if (result.ok) throw new Error(`accepted: ${JSON.stringify(result.value)}`);
  return result.error;
}
