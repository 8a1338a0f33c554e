import { parentPort, workerData } from 'node:worker_threads';
import { Connection } from './connection.ts';

const { path, synchronous } = workerData as { path: string; synchronous: 'full' | 'off' };
const connection = new Connection(path, { readOnly: false, synchronous, cacheKiB: 256, busyMs: 0 });

parentPort?.on('message', () => {
  try {
    connection.all('pragma wal_checkpoint(passive)');
  } catch {
    // Nothing is lost: the pages stay in the log until the next one.
  }
  parentPort?.postMessage(null);
});
