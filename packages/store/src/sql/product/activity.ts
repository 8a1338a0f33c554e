import type { Activity, ActivityStore } from '../../ports/product-blueprints.ts';
import type { Database, SqlValue } from '../database.ts';
import { takeNumbers } from './counters.ts';

type ActivityRow = {
  readonly no: number;
  readonly blueprint_no: number;
  readonly at: string;
  readonly kind: string;
  readonly cause: string;
  readonly actor: string;
  readonly detail: string;
};

export function openActivity(db: Database, tenantNo: number): ActivityStore {
  return {
    add: (entry) =>
      db.write('product', async (tx) => {
        const no = await takeNumbers(tx, tenantNo, 'activity', 1);
        await tx.run(
          `insert into blueprint_activity (tenant_no, no, blueprint_no, at, kind, cause, actor, detail)
           values (?, ?, ?, ?, ?, ?, ?, ?)`,
          [tenantNo, no, entry.blueprintNo, entry.at, entry.kind, entry.cause, entry.actor, entry.detail],
        );
        return { ...entry, no };
      }),
    async list(blueprintNo, before, limit): Promise<readonly Activity[]> {
      const parts = ['tenant_no = ?'];
      const params: SqlValue[] = [tenantNo];
      if (blueprintNo !== null) {
        parts.push('blueprint_no = ?');
        params.push(blueprintNo);
      }
      if (before !== null) {
        parts.push('no < ?');
        params.push(before);
      }
      const rows = await db.read.all<ActivityRow>(
        `select no, blueprint_no, at, kind, cause, actor, detail from blueprint_activity
         where ${parts.join(' and ')} order by no desc limit ?`,
        [...params, limit],
      );
      return rows.map(({ blueprint_no, ...row }) => ({ ...row, blueprintNo: blueprint_no }));
    },
  };
}
