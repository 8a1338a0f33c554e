import { expect } from 'vitest';

/** Waits until what is asked for is as expected; a busy machine gets its time. */
export const poll = <Value>(ask: () => Value | Promise<Value>) => expect.poll(ask);
