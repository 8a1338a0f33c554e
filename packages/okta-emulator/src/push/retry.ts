/** Okta's patience: an integer number of seconds in `Retry-After`, else five minutes; doubling; ten attempts. */
export const maxAttempts = 10;
const defaultWaitMs = 5 * 60_000;
export const requestTimeoutMs = 60_000;

export function retryAfterMs(header: string | undefined): number {
  const text = header?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) * 1000 : defaultWaitMs;
}

/** `attempt` counts from 1: the wait after the first failure is the base itself. */
export const waitMs = (baseMs: number, attempt: number): number => baseMs * 2 ** Math.max(0, attempt - 1);

/** These are worth another attempt; any other refusal stands until somebody acts. */
export const isTransient = (status: number): boolean => status === 429 || status === 408 || status >= 500;
