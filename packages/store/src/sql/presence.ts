import { createHash, randomUUID } from 'node:crypto';
import type { Registry } from '@rollcall/scim';
import type { Database, SqlRow } from './database.ts';

const PREFIX = 'server:';
/** A server is taken for one that has ended when it has missed more than two renewals. */
const RENEWALS_PER_TERM = 3;
const LOOK_MS = 100;

/** Another server works on this database with other schema files or another list of indexed attributes. */
export class SchemaSetMismatchError extends Error {
  constructor() {
    super(
      'Another server on this database has other schema files or another list of indexed attributes. Give all servers the same schemas folder and settings. If you have just changed them, stop all servers first.',
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

/** `server:<process>/<server>`; the process is empty where one can't be told from afar. */
const nameOf = (process: string): string => `${PREFIX}${process}/${randomUUID()}`;
function processIn(name: string): string {
  // A server of an earlier version has no process in its name.
  const [process, server] = name.slice(PREFIX.length).split('/');
  return server === undefined ? '' : (process ?? '');
}

interface ServerRow extends SqlRow {
  readonly name: string;
  readonly holder: string;
  readonly expires: number;
}

/**
 * Makes this server known to the others on the same database, and refuses to join servers that hold another schema set. One that
 * was killed does not count: its process is seen to have ended or, where that can't be seen, it doesn't renew what it left.
 */
export async function joinServers(db: Database, fingerprint: string, termMs = db.life.leaseTermMs): Promise<Presence> {
  const name = nameOf(db.life.id());
  const now = db.dialect.nowMs;
  const saveSql = `insert into lease (name, holder, expires) values (?, ?, ${now} + cast(? as bigint))`;
  const renewSql = `update lease set expires = ${now} + cast(? as bigint) where name = ?`;
  const hasEnded = (row: ServerRow): boolean => {
    const process = processIn(row.name);
    return process !== '' && db.life.isDead(process);
  };
  /** Those that are in the way; none when it has joined. */
  const tryJoin = (): Promise<readonly ServerRow[]> =>
    db.write('control', async (tx) => {
      await tx.run(`delete from lease where name like '${PREFIX}%' and expires < ${now}`);
      const rows = await tx.all<ServerRow>(`select name, holder, expires from lease where name like '${PREFIX}%'`);
      const ended = rows.filter(hasEnded);
      for (const row of ended) await tx.run('delete from lease where name = ?', [row.name]);
      const inTheWay = rows.filter((row) => row.holder !== fingerprint && !ended.includes(row));
      if (inTheWay.length === 0) await tx.run(saveSql, [name, fingerprint, termMs]);
      return inTheWay;
    });
  for (let inTheWay = await tryJoin(); inTheWay.length > 0; inTheWay = await tryJoin())
    if (await anyLives(db, inTheWay)) throw new SchemaSetMismatchError();
  /** Who was silent for too long has been struck off, and joins anew: not beside servers that have come with another schema set. */
  const renew = async () => {
    const renewed = await db.write('control', (tx) => tx.run(renewSql, [termMs, name]));
    if (renewed === 0) await tryJoin();
  };
  const timer = setInterval(() => void renew().catch(() => {}), termMs / RENEWALS_PER_TERM).unref();
  return {
    async count() {
      const rows = await db.read.all<{ n: number }>(
        `select count(*) as n from lease where name like '${PREFIX}%' and expires >= ${now}`,
      );
      return rows[0]?.n ?? 0;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await db.write('control', (tx) => tx.run('delete from lease where name = ?', [name]));
    },
  };
}

/** Waits until one of these servers shows that it lives, or until none of them is left. */
async function anyLives(db: Database, servers: readonly ServerRow[]): Promise<boolean> {
  // Where processes can be told, one that has not ended lives.
  if (db.life.id() !== '') return true;
  const sql = `select expires from lease where name = ? and expires >= ${db.dialect.nowMs}`;
  for (const { name, expires } of servers) {
    let row: Pick<ServerRow, 'expires'> | undefined = { expires };
    while (row !== undefined) {
      if (row.expires !== expires) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      row = (await db.read.all<Pick<ServerRow, 'expires'>>(sql, [name]))[0];
    }
  }
  return false;
}
