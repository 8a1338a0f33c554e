import { fail, ok } from '@rollcall/scim';
import type {
  Device,
  DeviceChange,
  DeviceFilter,
  DeviceQuery,
  DeviceSort,
  DeviceStore,
  Tag,
} from '../../ports/product-devices.ts';
import { type BoundedReader, boundedReader } from '../bounded-reader.ts';
import type { Database, SqlReader, SqlValue } from '../database.ts';
import { chunks, inList } from '../in-lists.ts';
import { type DeviceRow, deviceOf, type ListedDeviceRow, listedDevices, serialKey, tagsIn } from './device-rows.ts';
import { changeDevice, findRow, insertDevice, removeDevice, rowsOf } from './device-writes.ts';
import { keyOf, patternsOf } from './keys.ts';

const sortColumns: Readonly<Record<DeviceSort, string>> = {
  name: 'd.name_key',
  serialNumber: "coalesce(d.serial_key, '')",
  updated: 'd.updated',
  created: 'd.created',
};

export function openDevices(db: Database, tenantNo: number): DeviceStore {
  const lists = boundedReader(db, tenantNo);
  const get = (id: string) => one(db.read, 'd.id = ? and d.tenant_no = ?', [id, tenantNo]);
  return {
    list: (query) => list(lists, tenantNo, query),
    get,
    bySerial: (serial) => one(db.read, 'd.tenant_no = ? and d.serial_key = ?', [tenantNo, serialKey(serial) ?? '']),
    create: (device, cause) =>
      db.write('product', async (tx) => {
        const made = await insertDevice(tx, tenantNo, device, cause);
        if (!made.ok) return made;
        const created = await one(tx, 'd.id = ?', [made.value]);
        return created ? ok(created) : fail({ kind: 'notFound' });
      }),
    update: (id, change, cause) =>
      db.write('product', async (tx) => {
        const row = await findRow(tx, tenantNo, id);
        if (!row) return fail({ kind: 'notFound' });
        const changed = await changeDevice(tx, tenantNo, row, change, cause);
        if (!changed.ok) return changed;
        const now = await one(tx, 'd.id = ?', [id]);
        return now ? ok(now) : fail({ kind: 'notFound' });
      }),
    async updateMany(ids, change, cause, tags) {
      const missing: string[] = [];
      for (const chunk of chunks([...new Set(ids)], 200)) {
        const done = await db.write('product', async (tx) => {
          const rows = await rowsOf(tx, tenantNo, chunk);
          for (const row of rows) {
            const changed = await changeDevice(tx, tenantNo, row, withTags(row, change, tags), cause);
            if (!changed.ok) return changed;
          }
          const found = new Set(rows.map((row) => row.id));
          return ok(chunk.filter((id) => !found.has(id)));
        });
        if (!done.ok) return done;
        missing.push(...done.value);
      }
      return ok(missing);
    },
    remove: (id, cause) =>
      db.write('product', async (tx) => {
        const row = await findRow(tx, tenantNo, id);
        if (row) await removeDevice(tx, tenantNo, row, cause);
        return row !== null;
      }),
    tags: () => tags(lists, tenantNo),
  };
}

function withTags(row: DeviceRow, change: DeviceChange, tags: TagChange | undefined): DeviceChange {
  if (!tags) return change;
  const removed = new Set(tags.remove.map(keyOf));
  const kept = tagsIn(row.tags).filter((tag) => !removed.has(keyOf(tag)));
  const known = new Set(kept.map(keyOf));
  const added = tags.add.filter((tag) => !known.has(keyOf(tag)));
  return { ...change, facts: { ...change.facts, tags: [...kept, ...added] } };
}

type TagChange = NonNullable<Parameters<DeviceStore['updateMany']>[3]>;

async function one(reader: SqlReader, where: string, params: readonly SqlValue[]): Promise<Device | null> {
  const [row] = await reader.all<ListedDeviceRow>(`${listedDevices} where ${where}`, params);
  return row ? deviceOf(row) : null;
}

async function list(reader: BoundedReader, tenantNo: number, { filter, sort, limit, offset }: DeviceQuery) {
  const { where, params } = conditionOf(reader, tenantNo, filter);
  const [total] = await reader.all<{ n: number }>(`select count(*) as n from device d where ${where}`, params);
  const column = sortColumns[sort.by];
  const direction = sort.descending ? 'desc' : 'asc';
  const order = `${column} ${direction}, d.no ${direction}`;
  const keys = await reader.all<{ no: number }>(
    `select d.no from device d where ${where} order by ${order} limit ? offset ?`,
    [...params, limit, offset],
  );
  if (keys.length === 0) return { devices: [], total: total?.n ?? 0 };
  const list = inList(keys.map((key) => key.no));
  const rows = await reader.all<ListedDeviceRow>(
    `${listedDevices} where d.tenant_no = ? and d.no in ${list.sql} order by ${order}`,
    [tenantNo, ...list.params],
  );
  return { devices: rows.map(deviceOf), total: total?.n ?? 0 };
}

function conditionOf(
  reader: BoundedReader,
  tenantNo: number,
  filter: DeviceFilter,
): { where: string; params: SqlValue[] } {
  const parts = [`${reader.inTime('d.no')}d.tenant_no = ?`];
  const params: SqlValue[] = [tenantNo];
  const add = (sql: string, ...values: readonly SqlValue[]) => {
    parts.push(sql);
    params.push(...values);
  };
  for (const pattern of patternsOf(filter.search ?? '')) add("d.search like ? escape '\\'", pattern);
  if (filter.ids) {
    const list = inList(filter.ids);
    add(`d.id in ${list.sql}`, ...list.params);
  }
  if (filter.serialNumber !== undefined) add('d.serial_key = ?', serialKey(filter.serialNumber) ?? '');
  if (filter.family !== undefined) add('d.family = ?', filter.family);
  if (filter.blueprintId !== undefined)
    add('d.blueprint_no = (select no from blueprint where tenant_no = ? and id = ?)', tenantNo, filter.blueprintId);
  if (filter.userId !== undefined)
    add(
      `(d.user_integration_no, d.user_ord) in (
        select r.integration_no, r.ord from resource r
        where r.integration_no in (select no from integration_profile where tenant_no = ?) and r.id = ?
        union all select p.integration_no, p.ord from person p where p.id = ? and p.deleted is not null)`,
      tenantNo,
      filter.userId,
      filter.userId,
    );
  if (filter.tag !== undefined)
    add('d.no in (select device_no from device_tag where tenant_no = ? and name_key = ?)', tenantNo, keyOf(filter.tag));
  if (filter.assigned !== undefined) add(`d.user_ord is ${filter.assigned ? 'not ' : ''}null`);
  return { where: parts.join(' and '), params };
}

async function tags(reader: BoundedReader, tenantNo: number): Promise<readonly Tag[]> {
  return reader.all<{ id: string; name: string; devices: number }>(
    `select t.id, t.name, count(dt.device_no) as devices from tag t
     left join device_tag dt on dt.tenant_no = t.tenant_no and dt.name_key = t.name_key
     where ${reader.inTime('dt.device_no')}t.tenant_no = ? group by t.tenant_no, t.name_key, t.id, t.name order by t.name_key`,
    [tenantNo],
  );
}
