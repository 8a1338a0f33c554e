import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseError, type DatabaseErrorKind, type SqlValue } from '../../sql/database.ts';
import { Connection, type Table } from './connection.ts';

/** What the main thread sends, and what comes back. */
export interface ScanRequest {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** Null: as long as it takes. */
  readonly mostMs: number | null;
}
export type ScanAnswer = Table | { readonly kind: DatabaseErrorKind; readonly message: string };

const { path, cacheKiB, stepsBack } = workerData as { path: string; cacheKiB: number; stepsBack: boolean };
const connection = new Connection(path, { readOnly: true, synchronous: 'full', cacheKiB });
let until = Number.POSITIVE_INFINITY;

// SQLite itself can't be told to stop; a statement that is to be bounded asks as it goes.
connection.define('scan_in_time', () => {
  if (performance.now() > until) throw new DatabaseError('tooLong', 'SQLite: the scan took too long');
  return 1;
});
if (stepsBack) stepBack();

parentPort?.on('message', (request: ScanRequest) => parentPort?.postMessage(answer(request)));

function answer({ sql, params, mostMs }: ScanRequest): ScanAnswer {
  until = mostMs === null ? Number.POSITIVE_INFINITY : performance.now() + mostMs;
  try {
    return connection.table(sql, params);
  } catch (error) {
    const kind = error instanceof DatabaseError ? error.kind : 'bug';
    return { kind, message: error instanceof Error ? error.message : String(error) };
  }
}

/** On Linux a thread has a priority of its own. */
function stepBack(): void {
  try {
    const thread = /\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1];
    if (thread !== undefined) setPriority(Number(thread), 10);
  } catch {
    // Another system, or one that forbids it: scans then share alike.
  }
}
