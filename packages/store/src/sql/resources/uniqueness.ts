import type { JsonObject, ResourceType } from '@rollcall/scim';
import type { WriteFailure } from '../../ports/resources.ts';
import type { Indexing } from './indexing.ts';
import { settled } from './settled.ts';
import {
  type UniqueAttribute,
  type UniqueValue,
  uniqueAttributes,
  uniqueName,
  uniqueValues,
} from './unique-attributes.ts';
import type { WriteBatch } from './write-batch.ts';
import { again } from './write-rounds.ts';

type Conflict = Extract<WriteFailure, { kind: 'conflict' }>;
type Holder = { readonly id: string; readonly active: number };

const BY_KEY = 'select id, active from resource where integration_no = ? and type = ? and unique_key = ?';
const BY_VALUE = `select r.id as id, r.active as active from unique_value u
  join resource r on r.integration_no = u.integration_no and r.ord = u.ord
  where u.integration_no = ? and u.attr = ? and u.value = ?`;

/** `resource.unique_key` of a document; null for a type without one. */
export function uniqueKey(type: ResourceType, resource: JsonObject): string | null {
  const { key } = uniqueAttributes(type);
  return key === null ? null : (uniqueValues(key, resource)[0]?.key ?? null);
}

/**
 * Looks for another resource that has one of the values that a document newly takes; `before` is null for a new one.
 * A batch that is foreseen leaves that to the database's constraints. `again` when a write of the same round has just claimed the
 * value: what became of that is in the rows by the next round.
 */
export async function findConflict(
  batch: WriteBatch,
  indexing: Indexing,
  type: ResourceType,
  before: JsonObject | null,
  after: JsonObject,
): Promise<Conflict | null | typeof again> {
  const { key, others } = uniqueAttributes(type);
  const fresh: { readonly unique: UniqueAttribute; readonly value: UniqueValue }[] = [];
  for (const unique of key === null ? others : [key, ...others]) {
    const own = new Set(before === null ? [] : uniqueValues(unique, before).map((value) => value.key));
    for (const value of uniqueValues(unique, after)) {
      if (own.has(value.key)) continue;
      own.add(value.key);
      const claim = `${uniqueName(type, unique)}:${value.key}`;
      if (batch.claimed.has(claim)) return again;
      batch.claimed.add(claim);
      fresh.push({ unique, value });
    }
  }
  if (batch.isForeseen) return null;
  // Nothing is asked before all is claimed: what is asked has to be awaited.
  const checks = fresh.map(({ unique, value }) => conflictOn(batch, indexing, type, unique, value));
  return (await settled(checks)).find((conflict) => conflict !== null) ?? null;
}

async function conflictOn(
  batch: WriteBatch,
  indexing: Indexing,
  type: ResourceType,
  unique: UniqueAttribute,
  { value, key }: UniqueValue,
): Promise<Conflict | null> {
  const isKey = unique === uniqueAttributes(type).key;
  const [holder] = isKey
    ? await batch.tx.lookUp.all<Holder>(BY_KEY, [batch.integrationNo, type.name, key])
    : await batch.tx.lookUp.all<Holder>(BY_VALUE, [batch.integrationNo, uniqueNo(indexing, type, unique), key]);
  if (holder === undefined) return null;
  const existing = { id: holder.id, active: holder.active !== 0 };
  return { kind: 'conflict', attribute: unique.path, value, existing };
}

function uniqueNo(indexing: Indexing, type: ResourceType, unique: UniqueAttribute): number {
  const no = indexing.unique.get(uniqueName(type, unique));
  if (no === undefined) throw new Error(`${uniqueName(type, unique)} has no number: its schema was not registered`);
  return no;
}

const INSERT = 'insert into unique_value (integration_no, attr, value, ord) values (?, ?, ?, ?)';
const DELETE = 'delete from unique_value where integration_no = ? and attr = ? and value = ? and ord = ?';

/** Keeps `unique_value` in step with a document; either side is null for a resource that is made or removed. */
export function saveUniqueValues(
  batch: WriteBatch,
  indexing: Indexing,
  type: ResourceType,
  ord: number,
  before: JsonObject | null,
  after: JsonObject | null,
): void {
  for (const unique of uniqueAttributes(type).others) {
    const no = uniqueNo(indexing, type, unique);
    const keys = (resource: JsonObject | null) =>
      new Set(resource === null ? [] : uniqueValues(unique, resource).map(({ key }) => key));
    const [old, fresh] = [keys(before), keys(after)];
    for (const key of old.difference(fresh)) batch.run(DELETE, [batch.integrationNo, no, key, ord]);
    for (const key of fresh.difference(old)) batch.run(INSERT, [batch.integrationNo, no, key, ord]);
  }
}
