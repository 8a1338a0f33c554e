import { randomUUID } from 'node:crypto';
import type { Leases } from '../ports/lease.ts';
import type { Database } from './database.ts';

/** `<process>/<call>`: per call, not per process, so that two calls of one process exclude each other as well. */
const holderOf = (process: string): string => `${process}/${randomUUID()}`;

/** Empty for a holder that says nothing of its process. */
const processIn = (holder: string): string => (holder.includes('/') ? (holder.split('/')[0] ?? '') : '');

/**
 * Terms are told by the database's clock, so those of the servers may differ. A holder that is held up for longer than the term loses the
 * lease without knowing; what it then writes must be refused by what is written (see `ResultStore.settle`).
 */
export function openLeases(db: Database, termMs = db.life.leaseTermMs): Leases {
  const now = db.dialect.nowMs;
  const takeSql = `insert into lease (name, holder, expires) values (?, ?, ${now} + cast(? as bigint))
    on conflict (name) do update set holder = excluded.holder, expires = excluded.expires
    where lease.holder = excluded.holder or lease.holder = ? or lease.expires < ${now}`;
  const take = (name: string, holder: string, dead: string): Promise<boolean> =>
    db.write('control', async (tx) => (await tx.run(takeSql, [name, holder, termMs, dead])) === 1);
  /** The holder whose process has ended, as far as can be told; else the given one. Asked before anything is written. */
  const deadHolder = async (name: string, holder: string): Promise<string> => {
    const [row] = await db.read.all<{ holder: string }>('select holder from lease where name = ?', [name]);
    const process = processIn(row?.holder ?? '');
    return row && process !== '' && db.life.isDead(process) ? row.holder : holder;
  };
  return {
    async whileHeld(name, work) {
      const holder = holderOf(db.life.id());
      if (!(await take(name, holder, await deadHolder(name, holder)))) return false;
      const lost = new AbortController();
      const renew = setInterval(() => {
        take(name, holder, holder).then(
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
