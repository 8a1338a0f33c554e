/** The thread on which people follow the directory and devices are evaluated: started by `EngineThread`. */
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type Beside, openBeside, openChangeLog, openControlStore, openLeases } from '@rollcall/store';
import { ProductEngine } from './product-engine.ts';
import type { Rest } from './tenant-engine.ts';

export interface EngineWorkerData {
  readonly beside: Beside;
  /** One word: 1 while a `wake` is on its way that hasn't been seen. */
  readonly woken: Int32Array;
}

/** What the main thread sends. */
export type EngineOrder =
  | { readonly kind: 'wake' }
  | { readonly kind: 'settled'; readonly id: number; readonly timeoutMs: number }
  | { readonly kind: 'load'; readonly busy: boolean }
  | { readonly kind: 'close' };

/** What comes back. */
export type EngineNews =
  | { readonly kind: 'settled'; readonly id: number }
  /** Asks whether requests keep the main thread busy. */
  | { readonly kind: 'load' }
  | { readonly kind: 'failed'; readonly message: string; readonly error: string }
  | { readonly kind: 'closed' };

const { beside, woken } = workerData as EngineWorkerData;
const tell = (news: EngineNews) => parentPort?.postMessage(news);

let answerLoad: ((busy: boolean) => void) | null = null;
const isBusy = () =>
  new Promise<boolean>((resolve) => {
    answerLoad = resolve;
    tell({ kind: 'load' });
  });
const rest: Rest = async (busyMs) => {
  if (await isBusy()) await wait(busyMs);
};

const db = openBeside(beside);
const engine = new ProductEngine({
  db,
  control: openControlStore(db),
  leases: openLeases(db),
  lastChange: (integrationNo) => openChangeLog(db, integrationNo).last(),
  rest,
  looking: () => Atomics.store(woken, 0, 0),
  log: {
    error: (detail, message) => {
      const { err } = detail as { readonly err?: unknown };
      tell({ kind: 'failed', message, error: err instanceof Error ? (err.stack ?? err.message) : String(err) });
    },
  },
});

parentPort?.on('message', (order: EngineOrder) => {
  switch (order.kind) {
    case 'wake':
      engine.wake();
      break;
    case 'settled':
      void engine.settled(order.timeoutMs).then(() => tell({ kind: 'settled', id: order.id }));
      break;
    case 'load':
      answerLoad?.(order.busy);
      break;
    case 'close':
      void close();
      break;
    default:
      order satisfies never;
  }
});

async function close(): Promise<void> {
  await engine[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
  tell({ kind: 'closed' });
}

engine.start();
