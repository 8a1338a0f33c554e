import { expect, test } from 'vitest';
import { DatabaseError, type SqlRow } from './database.ts';
import { SearchTurns } from './search-turns.ts';

const limits = { atOnce: 1, runMs: 1000, waiting: 2, waitMs: 60_000 };

/** Searches that end when they are told to, and the order in which they began. */
function world(turns: SearchTurns) {
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const search = (owner: number, name: string): Promise<SqlRow[]> =>
    turns
      .reader(owner, (sql) => {
        began.push(sql);
        return new Promise((resolve) => ends.push(() => resolve([])));
      })
      .all(name);
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  const endOne = async () => {
    await settled();
    ends.shift()?.();
    await settled();
  };
  return { began, search, endOne };
}

test('owners take turns, so that one with many searches does not hold another up', async () => {
  const { began, search, endOne } = world(new SearchTurns(limits));
  const all = [search(1, 'a1'), search(1, 'a2'), search(1, 'a3'), search(2, 'b1'), search(3, 'c1'), search(2, 'b2')];
  for (const _ of all) await endOne();
  expect(began).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
  expect(await Promise.all(all)).toHaveLength(6);
});

test('more than may wait are refused, of one owner only', async () => {
  const { search, endOne } = world(new SearchTurns(limits));
  const served = [search(1, 'a1'), search(1, 'a2'), search(1, 'a3'), search(2, 'b1')];
  await expect(search(1, 'a4')).rejects.toMatchObject({ kind: 'busy' });
  for (const _ of served) await endOne();
  expect(await Promise.all(served)).toHaveLength(4);
});

test('who has waited long enough is refused, and the others keep their places', async () => {
  const { began, search, endOne } = world(new SearchTurns({ ...limits, waitMs: 1 }));
  const first = search(1, 'a1');
  await expect(search(1, 'a2')).rejects.toMatchObject({ kind: 'busy' });
  await endOne();
  await first;
  const next = search(1, 'a3');
  await endOne();
  await next;
  expect(began).toEqual(['a1', 'a3']);
});

test('a search that fails gives its turn back', async () => {
  const turns = new SearchTurns(limits);
  const failing = turns.reader(1, () => Promise.reject(new DatabaseError('bug', 'no')));
  await expect(failing.all('x')).rejects.toThrow('no');
  await expect(failing.all('y')).rejects.toThrow('no');
});
