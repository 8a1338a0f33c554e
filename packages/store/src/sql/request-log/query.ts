import type { RequestLogQuery } from '../../ports/request-log.ts';
import type { SqlValue } from '../database.ts';
import type { LogDatabase } from './log-database.ts';
import { endOf, stretchOf } from './tables.ts';

export interface Sql {
  readonly text: string;
  readonly params: readonly SqlValue[];
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
const likePattern = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

/** `404` is that status, `4xx` its class; anything else matches nothing. */
function statusCondition(statuses: readonly string[]): Sql {
  const params: number[] = [];
  const terms = statuses.map((status) => {
    const hundreds = /^([1-5])xx$/.exec(status)?.[1];
    const from = hundreds === undefined ? Number(status) : Number(hundreds) * 100;
    params.push(
      Number.isInteger(from) ? from : 0,
      Number.isInteger(from) ? from + (hundreds === undefined ? 0 : 99) : 0,
    );
    return 'status between ? and ?';
  });
  return { text: `(${terms.join(' or ')})`, params };
}

/** Those from `newest` on that may hold something; `most`: no more than so many. */
const stretches = (newest: string, most: number | null): string => `with recursive stretch (stretch_no, nth) as (
  select ${newest}, 1 from (select max(no) as last_no from request) kept union all
  select stretch_no - 1, nth + 1 from stretch
  where stretch_no > (select ${stretchOf('min(no)')} from request) ${most === null ? '' : `and nth < ${most}`}) `;
const NEWEST = stretchOf('last_no');
const BEFORE = stretchOf('(case when cast(? as bigint) <= last_no then cast(? as bigint) - 1 else last_no end)');
const ofResource = `${stretchOf('no')} = stretch_no and ${endOf('resource_id')} = ${endOf('?')} and resource_id = ?`;

/** `most`: of a resource only what the newest so many stretches hold. */
export function listSql(
  query: RequestLogQuery,
  columns: string,
  inTime: LogDatabase['inTime'],
  most: number | null = null,
): Sql {
  const conditions: Sql[] = [{ text: `${inTime('no')}tenant_no = ?`, params: [query.tenantNo] }];
  const add = (text: string, ...params: readonly SqlValue[]) => conditions.push({ text, params });
  if (query.integrationNos)
    add(`integration_no in (${marks(query.integrationNos) || 'null'})`, ...query.integrationNos);
  if (query.methods?.length) add(`method in (${marks(query.methods)})`, ...query.methods);
  if (query.statuses?.length) conditions.push(statusCondition(query.statuses));
  if (query.resourceId !== undefined) add(ofResource, query.resourceId, query.resourceId);
  if (query.requestId !== undefined) add('request_id = ?', query.requestId);
  if (query.text) {
    const pattern = likePattern(query.text);
    add("(lower(path) like ? escape '\\' or lower(user_agent) like ? escape '\\')", pattern, pattern);
  }
  if (query.from !== undefined) add('time >= ?', query.from);
  if (query.to !== undefined) add('time < ?', query.to);
  if (query.before !== undefined) add('no < ?', query.before);
  if (query.after !== undefined) add('no > ?', query.after);
  const order = query.after === undefined ? 'desc' : 'asc';
  const isOfResource = query.resourceId !== undefined;
  const first = isOfResource ? stretches(query.before === undefined ? NEWEST : BEFORE, most) : '';
  const from = isOfResource ? 'stretch cross join request' : 'request';
  const start = isOfResource && query.before !== undefined ? [query.before, query.before] : [];
  return {
    text: `${first}select no, ${columns} from ${from} where ${conditions.map((one) => one.text).join(' and ')} order by no ${order} limit ?`,
    params: [...start, ...conditions.flatMap((one) => one.params), query.limit],
  };
}
