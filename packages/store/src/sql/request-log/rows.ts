import type { LoggedRequest, PendingRecord, RequestDetail } from '../../ports/request-log.ts';
import type { RequestRow, RequestValues } from './log-database.ts';

export interface LoggedRow extends RequestRow {
  readonly no: number;
}

/** What a row costs beside its texts. */
const rowOverheadBytes = 160;

/** PostgreSQL refuses NUL in text, and lone surrogates. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

/** Anybody can ask, also without a token: long nonsense must not push out what others want to read. */
const pathAtMost = 4_096;
const agentAtMost = 512;
const cut = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length)}…`);

/** Whom a request is about; of reads no more is kept than their path. */
const idInPath = /\/(?:Users|Groups)\/([0-9a-f-]{36})(?:[/?]|$)/i;

export function valuesOf(record: PendingRecord): RequestValues {
  const detail = record.detail?.() ?? null;
  const detailText = detail === null ? null : storable(JSON.stringify(detail));
  const path = storable(cut(record.path, pathAtMost));
  const resourceId = detail?.resourceId ?? idInPath.exec(path)?.[1];
  const userAgent = storable(cut(record.userAgent, agentAtMost));
  return [
    record.requestId,
    record.time,
    record.tenantNo,
    record.integrationNo,
    record.method,
    path,
    record.status,
    Math.round(record.durationMicros),
    userAgent,
    record.remoteAddress,
    resourceId == null ? null : storable(resourceId),
    detailText,
    rowOverheadBytes + path.length + userAgent.length + (detailText?.length ?? 0),
  ];
}

/** Written by `valuesOf` only, so it is not checked again. */
function detailOf(text: string): RequestDetail {
  const detail: RequestDetail = JSON.parse(text);
  return detail;
}

export const requestOf = (row: LoggedRow): LoggedRequest => ({
  no: row.no,
  requestId: row.request_id,
  time: row.time,
  tenantNo: row.tenant_no,
  integrationNo: row.integration_no,
  method: row.method,
  path: row.path,
  status: row.status,
  durationMicros: row.duration,
  userAgent: row.user_agent,
  remoteAddress: row.remote_address,
  detail: row.detail === null ? null : detailOf(row.detail),
});
