import type { Member, MemberChange } from '../../ports/resources.ts';
import type { SqlReader } from '../database.ts';
import { chunks, inList, MAX_IN_LIST } from '../in-lists.ts';
import { Insertion } from '../insertion.ts';
import { ordOfId } from './resource-id.ts';
import { settled } from './settled.ts';
import type { WriteBatch } from './write-batch.ts';

/** Which rows a write adds to a group and takes from it. */
export interface MemberPlan {
  readonly added: ReadonlyMap<string, number>;
  readonly removed: ReadonlyMap<string, number>;
  readonly unknown: readonly string[];
}

const NOTHING: MemberPlan = { added: new Map(), removed: new Map(), unknown: [] };
const PAGE = 2000;

/** `groupOrd` is null for a group that is being made. Reads rows for the ids that are named; all of the group's only for a `replace`. */
export async function planMembers(
  batch: WriteBatch,
  groupOrd: number | null,
  changes: readonly MemberChange[],
): Promise<MemberPlan> {
  if (changes.length === 0) return NOTHING;
  const { wanted, replaced } = foldChanges(changes);
  if (groupOrd === null) return planNew(batch, wanted);
  return replaced ? planReplace(batch, groupOrd, wanted) : planNamed(batch, groupOrd, wanted);
}

/** The end of all changes in order: per named id whether it is in or out, and whether those not named are out. */
function foldChanges(changes: readonly MemberChange[]): { wanted: Map<string, boolean>; replaced: boolean } {
  const wanted = new Map<string, boolean>();
  let replaced = false;
  for (const { kind, ids } of changes) {
    if (kind === 'replace') {
      wanted.clear();
      replaced = true;
    }
    for (const id of ids) wanted.set(id, kind !== 'remove');
  }
  return { wanted, replaced };
}

const idsIn = (wanted: ReadonlyMap<string, boolean>): string[] =>
  [...wanted].filter(([, isMember]) => isMember).map(([id]) => id);

async function planNew(batch: WriteBatch, wanted: ReadonlyMap<string, boolean>): Promise<MemberPlan> {
  const ids = idsIn(wanted);
  const found = await ordsOf(batch, ids);
  return { added: found, removed: new Map(), unknown: ids.filter((id) => !found.has(id)) };
}

async function planReplace(
  batch: WriteBatch,
  groupOrd: number,
  wanted: ReadonlyMap<string, boolean>,
): Promise<MemberPlan> {
  const removed = new Map<string, number>();
  const kept = new Set<string>();
  for await (const page of memberPages(batch, groupOrd)) {
    for (const { id, ord } of page) {
      if (wanted.get(id) === true) kept.add(id);
      else removed.set(id, ord);
    }
  }
  const fresh = idsIn(wanted).filter((id) => !kept.has(id));
  const added = await ordsOf(batch, fresh);
  return { added, removed, unknown: fresh.filter((id) => !added.has(id)) };
}

async function planNamed(
  batch: WriteBatch,
  groupOrd: number,
  wanted: ReadonlyMap<string, boolean>,
): Promise<MemberPlan> {
  const ids = [...wanted.keys()];
  // Both at once, by what the ids say of themselves: who isn't there is in no group either.
  const ords = ids.map(ordOfId).filter((ord) => ord !== 0);
  const [found, present] = await settled([ordsOf(batch, ids), presentOf(batch, groupOrd, ords)]);
  const added = new Map<string, number>();
  const removed = new Map<string, number>();
  for (const [id, isMember] of wanted) {
    const ord = found.get(id);
    if (ord === undefined || present.has(ord) === isMember) continue;
    (isMember ? added : removed).set(id, ord);
  }
  return { added, removed, unknown: idsIn(wanted).filter((id) => !found.has(id)) };
}

async function ordsOf(batch: WriteBatch, ids: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  // What has not the shape of our ids is nobody's; PostgreSQL would refuse some of it (NUL) as text.
  const possible = ids.filter((id) => ordOfId(id) !== 0);
  for (const part of chunks(possible, MAX_IN_LIST)) {
    const list = inList(part);
    // Answered by the index of ids alone; an id says its `ord` itself.
    const rows = await batch.tx.all<{ id: string }>(
      `select id from resource where integration_no = ? and id in ${list.sql}`,
      [batch.integrationNo, ...list.params],
    );
    const known = new Set(rows.map(({ id }) => id));
    // In the order in which they were named, which the change log keeps.
    for (const id of part) {
      if (known.has(id)) found.set(id, ordOfId(id));
    }
    if (possible.length > MAX_IN_LIST) await batch.breathe();
  }
  return found;
}

async function presentOf(batch: WriteBatch, groupOrd: number, ords: readonly number[]): Promise<Set<number>> {
  const present = new Set<number>();
  for (const part of chunks(ords, MAX_IN_LIST)) {
    const list = inList(part);
    const rows = await batch.tx.all<{ ord: number }>(
      `select member_ord as ord from member where integration_no = ? and group_ord = ? and member_ord in ${list.sql}`,
      [batch.integrationNo, groupOrd, ...list.params],
    );
    for (const { ord } of rows) present.add(ord);
    if (ords.length > MAX_IN_LIST) await batch.breathe();
  }
  return present;
}

const MEMBERS = `select m.member_ord as ord, r.id as id from member m
  join resource r on r.integration_no = m.integration_no and r.ord = m.member_ord
  where m.integration_no = ? and m.group_ord = ? and m.member_ord > ? order by m.member_ord limit ${PAGE}`;

/** Every member's id and key, in pieces between which other requests are served. */
export async function* memberPages(
  batch: WriteBatch,
  groupOrd: number,
): AsyncGenerator<readonly { readonly ord: number; readonly id: string }[]> {
  for (let after = 0; ; ) {
    const page = await batch.tx.all<{ ord: number; id: string }>(MEMBERS, [batch.integrationNo, groupOrd, after]);
    yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.ord ?? after;
    await batch.breathe();
  }
}

const MEMBER = new Insertion('member', ['integration_no', 'group_ord', 'member_ord']);

export async function applyMembers(batch: WriteBatch, groupOrd: number, plan: MemberPlan): Promise<void> {
  const no = batch.integrationNo;
  for (const part of chunks([...plan.removed.values()], MAX_IN_LIST)) {
    const list = inList(part);
    const sql = `delete from member where integration_no = ? and group_ord = ? and member_ord in ${list.sql}`;
    batch.run(sql, [no, groupOrd, ...list.params]);
    if (plan.removed.size > MAX_IN_LIST) await batch.breathe();
  }
  for (const part of chunks([...plan.added.values()], MAX_IN_LIST)) {
    for (const ord of part) batch.insert(MEMBER, [no, groupOrd, ord]);
    if (plan.added.size > MAX_IN_LIST) await batch.breathe();
  }
}

type MemberRow = {
  readonly ord: number;
  readonly id: string;
  readonly type: string;
  readonly display: string | null;
};

const SHOWN = `select m.member_ord as ord, r.id as id, r.type as type, r.display as display from member m
  join resource r on r.integration_no = m.integration_no and r.ord = m.member_ord
  where m.integration_no = ? and m.group_ord = (select ord from resource where integration_no = ? and id = ?)
  and m.member_ord > ? order by m.member_ord limit ?`;

/** A page of a group's members as they are shown. */
export async function readMembers(
  sql: SqlReader,
  integrationNo: number,
  groupId: string,
  page: { readonly after: number; readonly limit: number },
): Promise<{ readonly members: readonly Member[]; readonly next: number | null }> {
  const params = [integrationNo, integrationNo, groupId, page.after, page.limit];
  const rows = await sql.all<MemberRow>(SHOWN, params);
  return {
    members: rows.map(({ id, type, display }) => ({ id, type, display })),
    next: rows.length < page.limit ? null : (rows.at(-1)?.ord ?? null),
  };
}
