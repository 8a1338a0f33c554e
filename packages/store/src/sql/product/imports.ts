import { randomUUID } from 'node:crypto';
import type { DeviceImport, ImportState, ImportStore } from '../../ports/product-devices.ts';
import type { Database } from '../database.ts';

type ImportRow = {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly created_devices: number;
  readonly updated_devices: number;
  readonly errors: string;
  readonly actor: string;
  readonly created: string;
  readonly finished: string | null;
};

const columns = 'id, state, total, done, created_devices, updated_devices, errors, actor, created, finished';
const states: readonly ImportState[] = ['running', 'done', 'interrupted'];

function importOf(row: ImportRow): DeviceImport {
  // Written by `record` only.
  const errors: DeviceImport['errors'] = JSON.parse(row.errors);
  return {
    id: row.id,
    state: states.find((state) => state === row.state) ?? 'interrupted',
    total: row.total,
    done: row.done,
    createdDevices: row.created_devices,
    updatedDevices: row.updated_devices,
    errors,
    actor: row.actor,
    created: row.created,
    finished: row.finished,
  };
}

export function openImports(db: Database, tenantNo: number): ImportStore {
  const get = async (id: string) => {
    const [row] = await db.read.all<ImportRow>(`select ${columns} from device_import where tenant_no = ? and id = ?`, [
      tenantNo,
      id,
    ]);
    return row ? importOf(row) : null;
  };
  return {
    get,
    start: async (lines, total, actor) => {
      const fresh: DeviceImport = {
        id: randomUUID(),
        state: 'running',
        total,
        done: 0,
        createdDevices: 0,
        updatedDevices: 0,
        errors: [],
        actor,
        created: new Date().toISOString(),
        finished: null,
      };
      await db.write('product', (tx) =>
        tx.run(
          `insert into device_import (tenant_no, id, state, total, done, created_devices, updated_devices, errors, lines, actor, created)
           values (?, ?, 'running', ?, 0, 0, 0, '[]', ?, ?, ?)`,
          [tenantNo, fresh.id, total, lines, actor, fresh.created],
        ),
      );
      return fresh;
    },
    running: async () => {
      const rows = await db.read.all<ImportRow>(
        `select ${columns} from device_import where tenant_no = ? and state = 'running' order by created`,
        [tenantNo],
      );
      return rows.map(importOf);
    },
    lines: async (id) => {
      const [row] = await db.read.all<{ lines: string }>(
        'select lines from device_import where tenant_no = ? and id = ?',
        [tenantNo, id],
      );
      return row?.lines ?? null;
    },
    record: async (now) => {
      await db.write('product', (tx) =>
        tx.run(
          `update device_import set state = ?, done = ?, created_devices = ?, updated_devices = ?, errors = ?, finished = ?,
             lines = case when ? = 'done' then '' else lines end
           where tenant_no = ? and id = ?`,
          [
            now.state,
            now.done,
            now.createdDevices,
            now.updatedDevices,
            JSON.stringify(now.errors),
            now.finished,
            now.state,
            tenantNo,
            now.id,
          ],
        ),
      );
    },
  };
}
