import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { groupType, userType } from '@rollcall/scim';
import { describe, expect, inject, test } from 'vitest';
import { checkConsistency } from '../sql/consistency.ts';
import { openLeases } from '../sql/leases.ts';
import { joinServers } from '../sql/presence.ts';
import { testDatabases } from './databases.ts';
import { by, group, openFixture, user, value } from './fixture.ts';

const CHILD = fileURLToPath(new URL('./child-writer.ts', import.meta.url));
const run = promisify(execFile);

interface Acknowledged {
  readonly kind: 'saved' | 'removed';
  readonly type: 'User' | 'Group';
  readonly id: string;
  readonly version: number;
}

/** Starts a writer and kills it (-9) in the middle of its work; what it had acknowledged by then. */
async function killWriter(location: string, after: number): Promise<readonly Acknowledged[]> {
  const child = spawn(process.execPath, [CHILD, location, 'churn'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seen: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    // The kill may have cut the last line.
    if (!line.endsWith('}')) break;
    seen.push(JSON.parse(line));
    if (seen.length === after) child.kill('SIGKILL');
  }
  return seen;
}

const kinds = testDatabases(inject('postgresUrl')).filter(({ name }) => name !== 'SQLite in memory');

describe.each(kinds)('several processes on $name', (kind) => {
  test.each([50, 333, 1000])(
    'kill -9 after %i writes: what was acknowledged is there, and all of it fits together',
    {
      timeout: 60_000,
    },
    async (after) => {
      await using fixture = await openFixture(kind);
      const seen = await killWriter(fixture.test.location, after);
      expect(seen.length).toBeGreaterThanOrEqual(after);
      const removed = new Set(seen.filter((one) => one.kind === 'removed').map(({ id }) => id));
      for (const { kind: what, type, id, version } of seen) {
        const stored = await fixture.store.get(type === 'User' ? userType : groupType, id);
        if (what === 'removed') expect(stored).toBeNull();
        else if (!removed.has(id)) {
          // Null only when it was removed without the answer having arrived.
          if (stored !== null) expect(stored.version).toBeGreaterThanOrEqual(version);
          else expect(await fixture.directory.changes(1).deletedDocument(id)).not.toBeNull();
        }
      }
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    },
  );

  test('the lease of a process that was killed goes to the next one; that of a living process does not', {
    timeout: 60_000,
  }, async () => {
    await using fixture = await openFixture(kind);
    const holder = fileURLToPath(new URL('./lease-holder.ts', import.meta.url));
    const child = spawn(process.execPath, [holder, fixture.test.location, 'work'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const leases = openLeases(fixture.test.db);
    expect(await leases.whileHeld('work', async () => {})).toBe(false);
    child.kill('SIGKILL');
    await ended;
    const take = () => leases.whileHeld('work', async () => {});
    if (kind.name === 'SQLite file') expect(await take()).toBe(true);
    else await expect.poll(take, { timeout: 20_000, interval: 200 }).toBe(true);
  });

  test('a server with other schema files is refused while one runs, and joins after that one was killed', {
    timeout: 60_000,
  }, async () => {
    await using fixture = await openFixture(kind);
    const holder = fileURLToPath(new URL('./lease-holder.ts', import.meta.url));
    const child = spawn(process.execPath, [holder, fixture.test.location, '--server', 'these files'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const { db } = fixture.test;
    await expect(joinServers(db, 'other files')).rejects.toThrow(/other schema files/);
    child.kill('SIGKILL');
    await ended;
    const left = async () =>
      (await db.read.all<{ expires: number }>("select expires from lease where name like 'server:%'"))[0];
    const expires = (await left())?.expires ?? 0;
    await using alone = await joinServers(db, 'other files');
    expect(await alone.count()).toBe(1);
    // On one machine the end of the process is seen; else the start waits for the term, and no longer.
    if (kind.name === 'SQLite file') expect(Date.now()).toBeLessThan(expires);
  });

  test('two processes that add 20 members each to one group at once lose none', { timeout: 60_000 }, async () => {
    await using fixture = await openFixture(kind);
    const made = value(await fixture.store.create(groupType, group('G'), by)).stored;
    const ids = await Promise.all(
      Array.from(
        { length: 40 },
        async (_, i) => value(await fixture.store.create(userType, user(`u${i}`), by)).stored.id,
      ),
    );
    const join = (userIds: readonly string[]) =>
      run(process.execPath, [CHILD, fixture.test.location, 'join', made.id, ...userIds]);
    const outputs = await Promise.all([join(ids.slice(0, 20)), join(ids.slice(20))]);
    expect(outputs.map(({ stdout }) => stdout.trim())).toEqual(['20', '20']);
    expect(await fixture.store.get(groupType, made.id)).toMatchObject({ version: 41, memberCount: 40 });
    expect(await checkConsistency(fixture.test.db)).toEqual([]);
  });
});
