/**
 * A process of its own that writes to a database that exists: `child-writer.ts <location> churn` writes without end and prints a line
 * for each write that was acknowledged; `child-writer.ts <location> join <groupId> <userId>…` adds each user to the group, all at once.
 */
import { builtInRegistry, groupType, userType } from '@rollcall/scim';
import { openSqlite } from '../dialect/sqlite/sqlite-database.ts';
import { openDatabase } from '../open-database.ts';
import type { ResourceStore, StoredResource } from '../ports/resources.ts';
import { openDirectory } from '../sql/directory.ts';
import { by, group, user, value, withMembers, withValues } from './fixture.ts';

const [location = '', job = '', ...rest] = process.argv.slice(2);
const isUrl = location.startsWith('postgres');
const db = isUrl ? await openDatabase({ url: location, dataDir: '' }) : openSqlite({ path: location });
await using directory = await openDirectory(db, builtInRegistry);
const store = directory.resources(1);

const acknowledge = (kind: 'saved' | 'removed', { type, id, version }: StoredResource): void => {
  process.stdout.write(`${JSON.stringify({ kind, type, id, version })}\n`);
};

async function churn(writer: number, resources: ResourceStore): Promise<never> {
  const made = value(await resources.create(groupType, group(`group of ${writer}`), by)).stored;
  acknowledge('saved', made);
  for (let i = 0; ; i++) {
    const draft = user(`${writer}-${process.pid}-${i}`, { title: 'first', externalId: `x${i}` });
    const person = value(await resources.create(userType, draft, by)).stored;
    acknowledge('saved', person);
    const join = withMembers({ kind: 'add', ids: [person.id] });
    acknowledge('saved', value(await resources.update(groupType, made.id, join, by)).stored);
    const edit = withValues({ title: 'second', displayName: `D${i}` });
    acknowledge('saved', value(await resources.update(userType, person.id, edit, by)).stored);
    if (i % 3 !== 0) continue;
    value(await resources.remove(userType, person.id, by));
    acknowledge('removed', person);
  }
}

async function join(groupId: string, userIds: readonly string[]): Promise<void> {
  const results = await Promise.all(
    userIds.map((id) => store.update(groupType, groupId, withMembers({ kind: 'add', ids: [id] }), by)),
  );
  process.stdout.write(`${results.filter((result) => result.ok).length}\n`);
}

if (job === 'churn') await Promise.all(Array.from({ length: 8 }, (_, writer) => churn(writer, store)));
else await join(rest[0] ?? '', rest.slice(1));
await db[Symbol.asyncDispose]();
