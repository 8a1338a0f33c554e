import type { PeopleFilter } from '../../ports/product-people.ts';
import type { BoundedReader } from '../bounded-reader.ts';
import type { SqlReader, SqlValue } from '../database.ts';
import { inList } from '../in-lists.ts';
import { containing, keyOf, patternsOf } from './keys.ts';
import { findGroups, withNested } from './membership.ts';

/** A condition over `person p` with its parameters. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** Every part of the filter but its tab. Null when nobody can satisfy it. */
export async function conditionOf(
  reader: BoundedReader,
  tenantNo: number,
  filter: PeopleFilter,
): Promise<Condition | null> {
  const parts: string[] = [`${reader.inTime('p.ord')}p.tenant_no = ?`];
  const params: SqlValue[] = [tenantNo];
  const add = (sql: string, ...values: readonly SqlValue[]) => {
    parts.push(sql);
    params.push(...values);
  };
  for (const pattern of patternsOf(filter.search ?? '')) add("p.search like ? escape '\\'", pattern);
  if (filter.emailContains) add("p.email_key like ? escape '\\'", containing(keyOf(filter.emailContains)));
  if (filter.ids) {
    const { sql, params: ids } = withIds(tenantNo, filter.ids);
    add(sql, ...ids);
  }
  const oneOf = (column: string, values: readonly SqlValue[]) => {
    const list = inList(values);
    add(`${column} in ${list.sql}`, ...list.params);
  };
  if (filter.integrationNos) oneOf('p.integration_no', filter.integrationNos);
  if (filter.departments) oneOf('p.department_key', filter.departments.map(keyOf));
  if (filter.jobTitles) oneOf('p.job_title_key', filter.jobTitles.map(keyOf));
  if (filter.active !== undefined) add('p.active = ?', filter.active ? 1 : 0);
  if (filter.archived !== undefined) add('p.archived = ?', filter.archived ? 1 : 0);
  if (filter.groupIds) {
    const members = await membersOf(reader, tenantNo, filter.groupIds);
    if (!members) return null;
    add(members.sql, ...members.params);
  }
  return { sql: parts.join(' and '), params };
}

/** People by their ids: those who are in the directory through its index of ids, the others through an index of their own. */
export function withIds(tenantNo: number, ids: readonly string[]): Condition {
  if (ids.length === 0) return { sql: '1 = 0', params: [] };
  const list = inList(ids);
  return {
    sql: `(p.integration_no, p.ord) in (
      select r.integration_no, r.ord from resource r
      where r.integration_no in (select no from integration_profile where tenant_no = ?) and r.id in ${list.sql}
      union all select gone.integration_no, gone.ord from person gone where gone.id in ${list.sql} and gone.deleted is not null)`,
    params: [tenantNo, ...list.params, ...list.params],
  };
}

async function membersOf(reader: SqlReader, tenantNo: number, ids: readonly string[]): Promise<Condition | null> {
  const groups = await findGroups(reader, tenantNo, ids);
  const byIntegration = Map.groupBy(groups, (group) => group.integrationNo);
  const parts: string[] = [];
  const params: SqlValue[] = [];
  for (const [integrationNo, own] of byIntegration) {
    const ords = await withNested(
      reader,
      integrationNo,
      own.map((group) => group.ord),
    );
    const list = inList(ords);
    parts.push(`select integration_no, member_ord from member where integration_no = ? and group_ord in ${list.sql}`);
    params.push(integrationNo, ...list.params);
  }
  if (parts.length === 0) return null;
  return { sql: `(p.integration_no, p.ord) in (${parts.join(' union all ')})`, params };
}

/** The tab's part. People of every tab share the columns `archived` and `device_count`. */
export function tabCondition(tab: PeopleFilter['tab']): string {
  switch (tab) {
    case undefined:
      return 'p.archived in (0, 1)';
    case 'all':
      return 'p.archived = 0';
    case 'withDevices':
      return 'p.archived = 0 and p.device_count > 0';
    case 'withoutDevices':
      return 'p.archived = 0 and p.device_count = 0';
    case 'archived':
      return 'p.archived = 1';
    default:
      return tab satisfies never;
  }
}
