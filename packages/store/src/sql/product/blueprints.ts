import { randomUUID } from 'node:crypto';
import { fail, ok, type Result } from '@rollcall/scim';
import type {
  Blueprint,
  BlueprintFailure,
  BlueprintStore,
  BlueprintVersion,
  RoutingStore,
  SavedMap,
  StoredRouting,
} from '../../ports/product-blueprints.ts';
import type { Database, SqlReader, SqlWriter } from '../database.ts';
import { takeNumbers } from './counters.ts';
import { tagsIn } from './device-rows.ts';
import { markBlueprint } from './dirty.ts';
import { keyOf } from './keys.ts';

type BlueprintRow = {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly map: string;
  readonly vanished: string;
  readonly devices: number;
  readonly created: string;
  readonly updated: string;
};

const select = `select b.no, b.id, b.name, b.description, b.version, b.map, b.vanished, b.created, b.updated,
    (select count(*) from device d where d.tenant_no = b.tenant_no and d.blueprint_no = b.no) as devices
  from blueprint b`;

const blueprintOf = (row: BlueprintRow): Blueprint => ({
  id: row.id,
  no: row.no,
  name: row.name,
  description: row.description,
  version: row.version,
  map: row.map,
  vanished: tagsIn(row.vanished),
  devices: row.devices,
  created: row.created,
  updated: row.updated,
});

export function openBlueprints(db: Database, tenantNo: number): BlueprintStore {
  const get = (id: string) => find(db.read, tenantNo, id);
  const again = async (tx: SqlReader, id: string): Promise<Result<Blueprint, BlueprintFailure>> => {
    const now = await find(tx, tenantNo, id);
    return now ? ok(now) : fail({ kind: 'notFound' });
  };
  return {
    get,
    list: async () =>
      (await db.scan.all<BlueprintRow>(`${select} where b.tenant_no = ? order by b.name_key, b.no`, [tenantNo])).map(
        blueprintOf,
      ),
    create: (name, description, first) =>
      db.write('product', async (tx) => {
        if (await nameTaken(tx, tenantNo, name, '')) return fail({ kind: 'nameTaken', name });
        const no = await takeNumbers(tx, tenantNo, 'blueprint', 1);
        const id = randomUUID();
        const now = new Date().toISOString();
        await tx.run(
          `insert into blueprint (tenant_no, no, id, name, name_key, description, version, map, vanished, created, updated)
           values (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)`,
          [tenantNo, no, id, name, keyOf(name), description, first.map, JSON.stringify(first.vanished), now, now],
        );
        await addVersion(tx, tenantNo, no, 1, now, first);
        await takeNumbers(tx, tenantNo, 'maps', 1);
        return again(tx, id);
      }),
    rename: (id, name, description) =>
      db.write('product', async (tx) => {
        if (await nameTaken(tx, tenantNo, name, id)) return fail({ kind: 'nameTaken', name });
        await tx.run(
          'update blueprint set name = ?, name_key = ?, description = ?, updated = ? where tenant_no = ? and id = ?',
          [name, keyOf(name), description, new Date().toISOString(), tenantNo, id],
        );
        return again(tx, id);
      }),
    save: (id, expected, saved, cause) =>
      db.write('product', async (tx) => {
        const current = await find(tx, tenantNo, id);
        if (!current) return fail({ kind: 'notFound' });
        if (current.version !== expected) return fail({ kind: 'versionMismatch', current: current.version });
        await tx.run(
          'update blueprint set version = ?, map = ?, vanished = ?, updated = ? where tenant_no = ? and no = ?',
          [expected + 1, saved.map, JSON.stringify(saved.vanished), cause.at, tenantNo, current.no],
        );
        await addVersion(tx, tenantNo, current.no, expected + 1, cause.at, saved);
        await takeNumbers(tx, tenantNo, 'maps', 1);
        await markBlueprint(tx, tenantNo, current.no, cause);
        return again(tx, id);
      }),
    remove: (id) =>
      db.write('product', async (tx) => {
        const current = await find(tx, tenantNo, id);
        if (!current) return fail({ kind: 'notFound' });
        if (current.devices > 0) return fail({ kind: 'hasDevices', devices: current.devices });
        await tx.run('delete from blueprint_version where tenant_no = ? and blueprint_no = ?', [tenantNo, current.no]);
        await tx.run('delete from blueprint where tenant_no = ? and no = ?', [tenantNo, current.no]);
        await takeNumbers(tx, tenantNo, 'maps', 1);
        return ok(undefined);
      }),
    versions: (id, only) => versions(db.read, tenantNo, id, only),
    setVanished: (id, vanished, cause) =>
      db.write('product', async (tx) => {
        const current = await find(tx, tenantNo, id);
        const text = JSON.stringify(vanished.toSorted());
        if (!current || text === JSON.stringify(current.vanished.toSorted())) return false;
        await tx.run('update blueprint set vanished = ? where tenant_no = ? and no = ?', [text, tenantNo, current.no]);
        await takeNumbers(tx, tenantNo, 'maps', 1);
        await markBlueprint(tx, tenantNo, current.no, cause);
        return true;
      }),
  };
}

async function find(reader: SqlReader, tenantNo: number, id: string): Promise<Blueprint | null> {
  const [row] = await reader.all<BlueprintRow>(`${select} where b.id = ? and b.tenant_no = ?`, [id, tenantNo]);
  return row ? blueprintOf(row) : null;
}

async function nameTaken(tx: SqlReader, tenantNo: number, name: string, exceptId: string): Promise<boolean> {
  const rows = await tx.all('select no from blueprint where tenant_no = ? and name_key = ? and id <> ?', [
    tenantNo,
    keyOf(name),
    exceptId,
  ]);
  return rows.length > 0;
}

async function addVersion(
  tx: SqlWriter,
  tenantNo: number,
  no: number,
  version: number,
  at: string,
  saved: SavedMap,
): Promise<void> {
  await tx.run(
    `insert into blueprint_version (tenant_no, blueprint_no, version, at, actor, note, map, changes)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [tenantNo, no, version, at, saved.actor, saved.note, saved.map, saved.changes],
  );
}

type VersionRow = {
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly note: string;
  readonly map: string;
  readonly changes: string;
};

const versions = (
  reader: SqlReader,
  tenantNo: number,
  id: string,
  only: number | undefined,
): Promise<readonly BlueprintVersion[]> =>
  reader.all<VersionRow>(
    `select v.version, v.at, v.actor, v.note, v.map, v.changes from blueprint b
     join blueprint_version v on v.tenant_no = b.tenant_no and v.blueprint_no = b.no
     where b.id = ? and b.tenant_no = ?${only === undefined ? '' : ' and v.version = ?'} order by v.version desc`,
    only === undefined ? [id, tenantNo] : [id, tenantNo, only],
  );

/** `empty` is what there is before anything was saved. */
export function openRouting(db: Database, tenantNo: number, empty: string): RoutingStore {
  const read = async (reader: SqlReader): Promise<StoredRouting> => {
    const [row] = await reader.all<{ version: number; routing: string; updated: string }>(
      'select version, routing, updated from blueprint_routing where tenant_no = ?',
      [tenantNo],
    );
    return row ?? { version: 0, routing: empty, updated: '' };
  };
  return {
    get: () => read(db.read),
    save: (expected, routing) =>
      db.write('product', async (tx) => {
        const { version } = await read(tx);
        if (version !== expected) return fail({ kind: 'versionMismatch', current: version });
        const updated = new Date().toISOString();
        await tx.run(
          `insert into blueprint_routing (tenant_no, version, routing, updated) values (?, ?, ?, ?)
           on conflict (tenant_no) do update set version = excluded.version, routing = excluded.routing, updated = excluded.updated`,
          [tenantNo, expected + 1, routing, updated],
        );
        return ok({ version: expected + 1, routing, updated });
      }),
  };
}
