import { parentPort, workerData } from 'node:worker_threads';
import type { SqlValue } from '../../sql/database.ts';
import { Connection } from './connection.ts';

/** What the main thread sends, and what comes back. */
export interface ScanRequest {
  readonly id: number;
  readonly sql: string;
  readonly params: readonly SqlValue[];
}
export type ScanAnswer =
  | { readonly id: number; readonly rows: readonly unknown[] }
  | { readonly id: number; readonly kind: string; readonly message: string };

const { path, cacheKiB } = workerData as { path: string; cacheKiB: number };
const connection = new Connection(path, { readOnly: true, synchronous: 'full', cacheKiB });

parentPort?.on('message', ({ id, sql, params }: ScanRequest) => {
  parentPort?.postMessage(answer(id, sql, params));
});

function answer(id: number, sql: string, params: readonly SqlValue[]): ScanAnswer {
  try {
    return { id, rows: connection.all(sql, params) };
  } catch (error) {
    const kind = error instanceof Error && 'kind' in error ? String(error.kind) : 'bug';
    return { id, kind, message: error instanceof Error ? error.message : String(error) };
  }
}
