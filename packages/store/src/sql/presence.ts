import { createHash, randomUUID } from 'node:crypto';
import type { Registry } from '@rollcall/scim';
import type { Database } from './database.ts';

const TERM_MS = 30_000;
const PREFIX = 'server:';

/** Another server works on this database with other schema files or another list of indexed attributes. */
export class SchemaSetMismatchError extends Error {
  constructor() {
    super(
      'Another server on this database has other schema files or another list of indexed attributes. Give all servers the same schemas folder and settings. If you have just changed them, stop all servers first; a server that was killed counts for 30 seconds.',
    );
    this.name = 'SchemaSetMismatchError';
  }
}

export const schemaSetFingerprint = (registry: Registry, indexed: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([registry.schemas, registry.resourceTypes, [...indexed].sort()]))
    .digest('base64url');

export interface Presence extends AsyncDisposable {
  /** How many servers work on this database, this one included. */
  count(): Promise<number>;
}

/** Makes this server known to the others on the same database, and refuses to join servers that hold another schema set. */
export async function joinServers(db: Database, fingerprint: string, termMs = TERM_MS): Promise<Presence> {
  const name = `${PREFIX}${randomUUID()}`;
  const SAVE = `insert into lease (name, holder, expires) values (?, ?, ?)
    on conflict (name) do update set expires = excluded.expires`;
  const renew = () => db.write('control', (tx) => tx.run(SAVE, [name, fingerprint, Date.now() + termMs]));
  await db.write('control', async (tx) => {
    const now = Date.now();
    await tx.run(`delete from lease where name like '${PREFIX}%' and expires < ?`, [now]);
    const others = await tx.all(`select name from lease where name like '${PREFIX}%' and holder <> ?`, [fingerprint]);
    if (others.length > 0) throw new SchemaSetMismatchError();
    await tx.run(SAVE, [name, fingerprint, now + termMs]);
  });
  const timer = setInterval(() => void renew().catch(() => {}), termMs / 3).unref();
  return {
    async count() {
      const rows = await db.read.all<{ n: number }>(
        `select count(*) as n from lease where name like '${PREFIX}%' and expires >= ?`,
        [Date.now()],
      );
      return rows[0]?.n ?? 0;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await db.write('control', (tx) => tx.run('delete from lease where name = ?', [name]));
    },
  };
}
