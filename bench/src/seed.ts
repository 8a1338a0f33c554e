/** Fills a directory through the store (not over HTTP, which would take an hour for a million people) and keeps it for later runs. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { builtInRegistry, groupType, readResource, userType } from '@rollcall/scim';
import { migrate, openDatabase, openDirectory } from '@rollcall/store';
import { person } from './load/work.ts';
import { startRollcall } from './subjects/start.ts';

const root = join(import.meta.dirname, '..', '..');
const cache = join(root, '.artifacts', 'bench');

export interface Seeded {
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly token: string;
  readonly integrationNo: number;
  readonly userIds: readonly string[];
  /** A group of ten and, where there are enough people, one of 100,000. */
  readonly smallGroup: string;
  readonly largeGroup: string | null;
  readonly count: number;
}

/** Where the large group begins: not with the first people, whose page would then say more than it does where there is no such group. */
export const largeGroupFrom = (count: number): number => Math.min(100_000, count - 100_000);

interface Kept {
  readonly token: string;
  readonly integrationNo: number;
  readonly userIds: readonly string[];
  readonly smallGroup: string;
  readonly largeGroup: string | null;
}

function createIntegration(environment: Readonly<Record<string, string>>): string {
  const output = execFileSync(
    process.execPath,
    [join(root, 'apps', 'cli', 'src', 'main.ts'), 'integration', 'create', '--name', 'Bench', '--json'],
    { env: { ...process.env, ...environment } },
  );
  return (JSON.parse(output.toString()) as { token: string }).token;
}

async function fill(environment: Readonly<Record<string, string>>, count: number): Promise<Kept> {
  const token = createIntegration(environment);
  await using db = await openDatabase({
    url: environment.ROLLCALL_DATABASE_URL || null,
    dataDir: environment.ROLLCALL_DATA_DIR ?? '',
  });
  await migrate(db);
  const no = (await db.read.all<{ no: number }>('select max(no) as no from integration'))[0]?.no ?? 1;
  await using directory = await openDirectory(db, builtInRegistry);
  const store = directory.resources(no);
  const options = { origin: { requestId: 'seed', actorType: 'system', actorId: 'bench' } };
  const userIds: string[] = [];
  const create = async (n: number): Promise<void> => {
    const read = readResource(userType, person(n) as never, 'create');
    if (!read.ok) throw new Error(read.error.detail);
    const written = await store.create(userType, { resource: read.value.resource, members: [] }, options);
    if (!written.ok) throw new Error(`person ${n}: ${written.error.kind}`);
    userIds[n] = written.value.stored.id;
  };
  for (let from = 0; from < count; from += 1000) {
    await Promise.all(Array.from({ length: Math.min(1000, count - from) }, (_, i) => create(from + i)));
  }
  const group = async (name: string, first: number, size: number): Promise<string> => {
    const read = readResource(groupType, { displayName: name }, 'create');
    if (!read.ok) throw new Error(read.error.detail);
    const members = [{ kind: 'add', ids: userIds.slice(first, first + size) }] as const;
    const written = await store.create(groupType, { resource: read.value.resource, members }, options);
    if (!written.ok) throw new Error(`group ${name}: ${written.error.kind}`);
    return written.value.stored.id;
  };
  const smallGroup = await group('Ten', 0, 10);
  const largeGroup = count > 100_000 ? await group('Hundred thousand', largeGroupFrom(count), 100_000) : null;
  return { token, integrationNo: no, userIds, smallGroup, largeGroup };
}

/** Lets a server run until its Users list has followed all that was filled in, so that a measurement doesn't run beside it. */
async function follow(dataDir: string, integrationNo: number): Promise<void> {
  await using _server = await startRollcall({ ROLLCALL_DATA_DIR: dataDir, ROLLCALL_DATABASE_URL: '' });
  using db = new DatabaseSync(join(dataDir, 'rollcall.db'), { readOnly: true });
  const behind = db.prepare(
    'select i.seq - coalesce(c.seq, 0) as n from integration i left join product_checkpoint c on c.integration_no = i.no where i.no = ?',
  );
  while (Number(behind.get(integrationNo)?.n) > 0) await new Promise((resolve) => setTimeout(resolve, 200));
}

/** A copy of a SQLite directory with `count` people; filled once, then copied. */
export async function seedSqlite(count: number, purpose = 'work'): Promise<Seeded> {
  const template = join(cache, `template-${count}`);
  const keptFile = join(template, 'bench.json');
  if (!existsSync(keptFile)) {
    rmSync(template, { recursive: true, force: true });
    mkdirSync(template, { recursive: true });
    const kept = await fill({ ROLLCALL_DATA_DIR: template, ROLLCALL_DATABASE_URL: '' }, count);
    await follow(template, kept.integrationNo);
    writeFileSync(keptFile, JSON.stringify(kept));
  }
  const kept = JSON.parse(readFileSync(keptFile, 'utf8')) as Kept;
  const dataDir = join(cache, `${purpose}-${count}`);
  rmSync(dataDir, { recursive: true, force: true });
  cpSync(template, dataDir, { recursive: true });
  return { ...kept, count, dataDir, environment: { ROLLCALL_DATA_DIR: dataDir, ROLLCALL_DATABASE_URL: '' } };
}

/** A PostgreSQL database with `count` people, filled anew. */
export async function seedPostgres(url: string, count: number): Promise<Seeded> {
  const dataDir = join(cache, `postgres-${count}`);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const environment = { ROLLCALL_DATA_DIR: dataDir, ROLLCALL_DATABASE_URL: url };
  return { ...(await fill(environment, count)), count, dataDir, environment };
}
