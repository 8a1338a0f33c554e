import type { SqlReader, SqlRow, SqlWriter } from '../database.ts';

/** One request as a row of the table `request`. */
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

/** Where the request log lies: its own SQLite file or its own schema of a PostgreSQL. Losing the last moments in a power cut is fine. */
export interface LogDatabase extends AsyncDisposable {
  /** Never on the main thread where it can take long. */
  readonly read: SqlReader;
  /** One transaction, not flushed to the disk. */
  write<T>(work: (tx: SqlWriter) => Promise<T>): Promise<T>;
  /** Adds rows inside a transaction, as quickly as the database can. */
  insert(tx: SqlWriter, rows: readonly RequestRow[]): Promise<void>;
}
