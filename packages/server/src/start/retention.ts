import { purgeDeletedDocuments, purgeIntegration, RETENTION_DAYS } from '@rollcall/store';
import type { ServerContext } from '../http/plugin.ts';

const firstAfterMs = 60_000;
const everyMs = 3_600_000;
const dayMs = 86_400_000;

/** Forgets what can no longer be restored: deleted resources, and all of integrations that were deleted. */
export async function forgetExpired({ db, control }: ServerContext, nowMs: number = Date.now()): Promise<void> {
  await purgeDeletedDocuments(db, nowMs);
  const before = new Date(nowMs - RETENTION_DAYS * dayMs).toISOString();
  // The profile stays: it is small, and its number must never be given to another integration.
  for (const { no, deleted } of await control.integrations.all())
    if (deleted !== null && deleted < before) await purgeIntegration(db, no);
}

/** Once an hour, by one of the servers. */
export class RetentionJob implements AsyncDisposable {
  readonly #context: ServerContext;
  #timer: NodeJS.Timeout;
  #running: Promise<unknown> = Promise.resolve();

  constructor(context: ServerContext) {
    this.#context = context;
    this.#timer = setTimeout(() => this.#run(), firstAfterMs).unref();
  }

  #run(): void {
    const { directory, log } = this.#context;
    this.#running = directory.leases
      .whileHeld('retention', () => forgetExpired(this.#context))
      .catch((error: unknown) => log.warn({ err: error }, 'what has expired could not be forgotten'));
    this.#timer = setTimeout(() => this.#run(), everyMs).unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
  }
}
