import { randomUUID } from 'node:crypto';
import type { Leases } from '../ports/lease.ts';
import type { Database } from './database.ts';

const TERM_MS = 30_000;

const TAKE = `insert into lease (name, holder, expires) values (?, ?, ?)
  on conflict (name) do update set holder = excluded.holder, expires = excluded.expires
  where lease.holder = excluded.holder or lease.expires < ?`;

/** Clocks of the servers may differ by less than the term. */
export function openLeases(db: Database, termMs = TERM_MS): Leases {
  const take = (name: string, holder: string): Promise<boolean> =>
    db.write('control', async (tx) => (await tx.run(TAKE, [name, holder, Date.now() + termMs, Date.now()])) === 1);
  return {
    async whileHeld(name, work) {
      // Per call, not per process: two calls of one process exclude each other as well.
      const holder = randomUUID();
      if (!(await take(name, holder))) return false;
      const lost = new AbortController();
      const renew = setInterval(() => {
        take(name, holder).then(
          (held) => held || lost.abort(new Error(`the lease ${name} went to another server`)),
          (error: unknown) => lost.abort(error),
        );
      }, termMs / 3);
      try {
        await work(lost.signal);
      } finally {
        clearInterval(renew);
        await db.write('control', (tx) => tx.run('delete from lease where name = ? and holder = ?', [name, holder]));
      }
      return true;
    },
  };
}
