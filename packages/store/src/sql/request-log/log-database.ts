import type { SqlReader, SqlRow } from '../database.ts';
import type { FilterFragments } from '../filter-fragments.ts';

/** How long a read of the log may take. */
export const logReadMs = 20_000;

/** One request as it is kept, by the columns of the table `request`. */
export interface RequestRow extends SqlRow {
  readonly request_id: string;
  readonly time: number;
  readonly tenant_no: number;
  readonly integration_no: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly duration: number;
  readonly user_agent: string;
  readonly remote_address: string;
  readonly resource_id: string | null;
  readonly detail: string | null;
  readonly bytes: number;
}

export const requestColumns = [
  'request_id',
  'time',
  'tenant_no',
  'integration_no',
  'method',
  'path',
  'status',
  'duration',
  'user_agent',
  'remote_address',
  'resource_id',
  'detail',
  'bytes',
] as const satisfies readonly (keyof RequestRow)[];

type ValuesOf<Columns extends readonly (keyof RequestRow)[]> = {
  readonly [At in keyof Columns]: RequestRow[Columns[At]];
};

/** The same on its way there: without names, which would be most of what there is to hand over. */
export type RequestValues = ValuesOf<typeof requestColumns>;

export const bytesOf = (values: RequestValues): number => values[12];

/** What the log holds of one tenant. */
export interface Held {
  readonly tenantNo: number;
  readonly bytes: number;
  /** Milliseconds since 1970; null where there is nothing. */
  readonly oldest: number | null;
}

/** The writes of the request log. Each is one transaction, not flushed to the disk: losing the last moments in a power cut is fine. */
export interface LogWriter {
  /** Adds rows, and what is counted of them. */
  append(rows: readonly RequestValues[]): Promise<void>;
  /** Of all tenants. Asked of whoever writes: cleaning up happens every minute and is no reason to have one more reader. */
  held(): Promise<readonly Held[]>;
  /** Removes what is older than `tooOld` (milliseconds since 1970) or more than `maxBytes`, oldest first. True when there may be more. */
  prune(tenantNo: number, tooOld: number, maxBytes: number): Promise<boolean>;
  /** Forgets the counts of the minutes before. */
  forgetMinutes(tenantNo: number, before: number): Promise<void>;
}

/** Where the request log lies: its own SQLite file or its own schema of a PostgreSQL. Nothing here holds the main thread up. */
export interface LogDatabase extends LogWriter, AsyncDisposable {
  /** Cut off (`tooLong`) where it takes very long. */
  readonly read: SqlReader;
  /** Begins the condition of a statement that looks at very many rows; `column` is a number that differs from row to row. */
  readonly inTime: FilterFragments['inTime'];
}
