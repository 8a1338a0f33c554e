import type { Database, SqlWriter } from './database.ts';

/** What a restore within 30 days needs is kept so long. */
export const RETENTION_DAYS = 30;
const DAY_MS = 86_400_000;
const PAGE = 500;

/**
 * Empties the documents of resources that were deleted more than 30 days ago: the history keeps that there was a
 * resource and who deleted it, not what was in it. Returns how many it emptied. Run it through a lease.
 */
export async function purgeDeletedDocuments(db: Database, nowMs: number): Promise<number> {
  const before = new Date(nowMs - RETENTION_DAYS * DAY_MS).toISOString();
  let purged = 0;
  for (;;) {
    const rows = await db.scan.all<{ integration_no: number; seq: number }>(
      `select integration_no, seq from change_log where document is not null and at < ? order by at limit ${PAGE}`,
      [before],
    );
    for (const [no, own] of Map.groupBy(rows, (row) => row.integration_no)) {
      await db.write(no, async (tx) => {
        const sql = 'update change_log set document = null where integration_no = ? and seq = ?';
        await Promise.all(own.map(({ seq }) => tx.run(sql, [no, seq])));
      });
    }
    purged += rows.length;
    if (rows.length < PAGE) return purged;
  }
}

const TABLES: readonly { readonly name: string; readonly order: string }[] = [
  { name: 'member', order: 'group_ord, member_ord' },
  { name: 'attribute_index', order: 'attr, value, ord' },
  { name: 'unique_value', order: 'attr, value' },
  { name: 'resource', order: 'ord' },
  { name: 'change_log', order: 'seq' },
];

/** Deletes all rows of an integration, in small transactions that leave room for the others' writes. Its own row goes last. */
export async function purgeIntegration(db: Database, integrationNo: number): Promise<void> {
  for (const { name, order } of TABLES) {
    let more = true;
    while (more) more = (await db.write(integrationNo, (tx) => deletePage(tx, name, order, integrationNo))) === PAGE;
  }
  await db.write('control', (tx) => tx.run('delete from integration where no = ?', [integrationNo]));
}

function deletePage(tx: SqlWriter, table: string, order: string, integrationNo: number): Promise<number> {
  const page = `select ${order} from ${table} where integration_no = ? order by ${order} limit ${PAGE}`;
  return tx.run(`delete from ${table} where integration_no = ? and (${order}) in (${page})`, [
    integrationNo,
    integrationNo,
  ]);
}
