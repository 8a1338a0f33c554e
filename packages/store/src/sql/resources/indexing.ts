import { indexEntries, type JsonObject, type ResourceType, searchable } from '@rollcall/scim';
import { boundedKey } from '../bounded-key.ts';
import { chunks, MAX_IN_LIST } from '../in-lists.ts';
import { Insertion } from '../insertion.ts';
import type { WriteBatch } from './write-batch.ts';

export interface IndexRow {
  readonly attr: number;
  readonly value: string;
}

/** Which attributes have index rows, and the numbers that stand for their names. */
export interface Indexing {
  /** By the name that `indexEntries` gives. */
  readonly attrs: ReadonlyMap<string, number>;
  readonly names: ReadonlySet<string>;
  /** The numbers of unique attributes, by `uniqueName`. */
  readonly unique: ReadonlyMap<string, number>;
}

/** What the store derives from a document for filters. */
export interface SearchForm {
  readonly text: string;
  readonly rows: readonly IndexRow[];
}

export function searchForm(indexing: Indexing, type: ResourceType, resource: JsonObject): SearchForm {
  const search = searchable(type, resource);
  const rows: IndexRow[] = [];
  for (const { attr, value } of indexEntries(type, search, indexing.names)) {
    const no = indexing.attrs.get(attr);
    if (no !== undefined) rows.push({ attr: no, value: boundedKey(value) });
  }
  return { text: JSON.stringify(search), rows };
}

const INDEX_ROW = new Insertion('attribute_index', ['integration_no', 'attr', 'value', 'ord']);
const DELETE = 'delete from attribute_index where integration_no = ? and attr = ? and value = ? and ord = ?';

export const insertIndexRows = (batch: WriteBatch, ord: number, rows: readonly IndexRow[]): Promise<void> =>
  inPieces(batch, rows, ({ attr, value }) => batch.insert(INDEX_ROW, [batch.integrationNo, attr, value, ord]));

export const deleteIndexRows = (batch: WriteBatch, ord: number, rows: readonly IndexRow[]): Promise<void> =>
  inPieces(batch, rows, ({ attr, value }) => batch.run(DELETE, [batch.integrationNo, attr, value, ord]));

export async function changeIndexRows(
  batch: WriteBatch,
  ord: number,
  before: readonly IndexRow[],
  after: readonly IndexRow[],
): Promise<void> {
  const key = ({ attr, value }: IndexRow) => `${attr}:${value}`;
  const [old, fresh] = [new Set(before.map(key)), new Set(after.map(key))];
  await deleteIndexRows(
    batch,
    ord,
    before.filter((row) => !fresh.has(key(row))),
  );
  await insertIndexRows(
    batch,
    ord,
    after.filter((row) => !old.has(key(row))),
  );
}

/** A resource may have thousands of values: others are served in between. */
async function inPieces(batch: WriteBatch, rows: readonly IndexRow[], each: (row: IndexRow) => void): Promise<void> {
  for (const part of chunks(rows, MAX_IN_LIST)) {
    for (const row of part) each(row);
    if (rows.length > MAX_IN_LIST) await batch.breathe();
  }
}
