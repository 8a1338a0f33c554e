import { expect, test } from 'vitest';
import { Outbox } from './outbox.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('answers of one turn leave together at its end, in order, and one that fails does not keep the others back', async () => {
  const sent: string[] = [];
  const failures: unknown[] = [];
  const outbox = new Outbox((error) => failures.push(error));
  const fault = new Error('the connection is gone');
  outbox.put(() => sent.push('first'));
  outbox.put(() => {
    throw fault;
  });
  await Promise.resolve();
  outbox.put(() => sent.push('second'));
  expect(sent).toEqual([]);
  await turn();
  expect(sent).toEqual(['first', 'second']);
  expect(failures).toEqual([fault]);
});

test('what is put while others leave goes with the next turn', async () => {
  const sent: string[] = [];
  const outbox = new Outbox(() => {});
  outbox.put(() => outbox.put(() => sent.push('later')));
  await turn();
  await turn();
  expect(sent).toEqual(['later']);
});
