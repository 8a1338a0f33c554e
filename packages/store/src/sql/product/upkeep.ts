import type { DirectoryUpkeep } from '../../ports/product-directory.ts';
import type { Database } from '../database.ts';
import { chunks, inList } from '../in-lists.ts';
import { takeNumbers } from './counters.ts';
import type { Scope } from './directory.ts';
import { markDevices } from './dirty.ts';

export function openDirectoryUpkeep(db: Database, { tenantNo, integrationNo }: Scope): DirectoryUpkeep {
  const markAll = async (at: string, where: string) => {
    const rows = await db.scan.all<{ no: number }>(
      `select no from device d where d.user_integration_no = ? ${where} order by no`,
      [integrationNo],
    );
    const cause = { cause: `integration:${integrationNo}`, at };
    for (const chunk of chunks(rows, 500))
      await db.write('product', (tx) =>
        markDevices(
          tx,
          tenantNo,
          chunk.map(({ no }) => ({ no, cause })),
        ),
      );
  };
  return {
    async close(at) {
      for (;;) {
        const rows = await db.scan.all<{ ord: number }>(
          'select ord from person where integration_no = ? and device_count = 0 limit 500',
          [integrationNo],
        );
        if (rows.length === 0) break;
        const list = inList(rows.map(({ ord }) => ord));
        await db.write('product', (tx) =>
          tx.run(`delete from person where integration_no = ? and device_count = 0 and ord in ${list.sql}`, [
            integrationNo,
            ...list.params,
          ]),
        );
      }
      await db.write('product', async (tx) => {
        await tx.run(
          'update person set archived = 1, active = 0, deleted = ?, updated = ? where integration_no = ? and deleted is null',
          [at, at, integrationNo],
        );
        await tx.run(
          'update person_group set deleted = ?, member_count = 0 where integration_no = ? and deleted is null',
          [at, integrationNo],
        );
        await takeNumbers(tx, tenantNo, 'groups', 1);
      });
      await markAll(at, '');
      await db.write('product', (tx) =>
        tx.run(
          `insert into product_checkpoint (integration_no, seq, sources, gone) values (?, 0, '', 1)
           on conflict (integration_no) do update set gone = 1, seq = 0`,
          [integrationNo],
        ),
      );
    },
    rebuilt: async (sources, seq) => {
      await db.write('product', (tx) =>
        tx.run(
          `insert into product_checkpoint (integration_no, seq, sources, gone) values (?, ?, ?, 0)
           on conflict (integration_no) do update set seq = excluded.seq, sources = excluded.sources, gone = 0`,
          [integrationNo, seq, sources],
        ),
      );
    },
  };
}
