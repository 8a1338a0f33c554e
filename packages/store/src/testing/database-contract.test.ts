import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, inject, test } from 'vitest';
import { openBeside } from '../open-database.ts';
import { type Database, DatabaseError } from '../sql/database.ts';
import { Insertion } from '../sql/insertion.ts';
import type { SearchLimits } from '../sql/search-turns.ts';
import { testDatabases } from './databases.ts';

const TABLE = 'create table thing (no bigint not null primary key, name text)';
const INSERT = 'insert into thing (no, name) values (?, ?)';

describe.each(testDatabases(inject('postgresUrl')))('the database on $name', (kind) => {
  const open = async (search: Partial<SearchLimits> = {}) => {
    const test = await kind.open(search);
    await test.db.write('control', async (tx) => {
      await tx.run(TABLE);
      await tx.run('create table integration (no bigint not null primary key, seq bigint not null)');
      await tx.run('insert into integration (no, seq) values (1, 0)');
    });
    return test;
  };

  test('a write is seen by readers once it has resolved, and not before', async () => {
    await using test = await open();
    const { db } = test;
    await db.write('control', async (tx) => {
      await tx.run(INSERT, [1, 'a']);
      expect(await tx.all('select name from thing')).toEqual([{ name: 'a' }]);
      expect(await db.read.all('select name from thing')).toEqual([]);
    });
    expect(await db.read.all('select name from thing')).toEqual([{ name: 'a' }]);
    expect(await db.scan.all('select name from thing where no = ?', [1])).toEqual([{ name: 'a' }]);
  });

  test('a write that was acknowledged is on the disk: nothing of that is turned off', async () => {
    await using test = await open();
    const sql =
      test.db.dialect.name === 'sqlite'
        ? 'pragma synchronous'
        : "select case when setting = reset_val then 2 end as synchronous from pg_settings where name = 'synchronous_commit'";
    // 2 is FULL, and 0 fits what is in memory only; PostgreSQL keeps what its administrator has chosen.
    const synchronous = kind.name === 'SQLite in memory' ? 0 : 2;
    expect(await test.db.write('control', (tx) => tx.all(sql))).toEqual([{ synchronous }]);
  });

  test('of writes at once, one that throws is undone alone', async () => {
    await using test = await open();
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map((no) =>
        test.db.write('control', async (tx) => {
          await tx.run(INSERT, [no, 'x']);
          if (no === 3) throw new Error('no');
          return no;
        }),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await test.db.read.all('select no from thing order by no')).toEqual([{ no: 1 }, { no: 2 }, { no: 4 }]);
  });

  test.each([1, 'control', 'product'] as const)('writes of the scope %s never overlap', async (scope) => {
    await using test = await open();
    const others = kind.name === 'SQLite in memory' ? [test.db] : [test.db, await test.reopen()];
    const increase = (db: (typeof others)[number]) =>
      db.write(scope, async (tx) => {
        const [row] = await tx.all<{ seq: number }>('select seq from integration where no = 1');
        await tx.run('update integration set seq = ? where no = 1', [(row?.seq ?? 0) + 1]);
      });
    await Promise.all(Array.from({ length: 30 }, (_, i) => increase(others[i % others.length] ?? test.db)));
    expect(await test.db.read.all('select seq from integration')).toEqual([{ seq: 30 }]);
  });

  test('what is opened beside takes turns at writing, and each sees at once what the other has written', async () => {
    await using test = await open();
    await using beside = openBeside(test.db.beside());
    const both = [test.db, beside];
    const increase = (db: Database) =>
      db.write('product', async (tx) => {
        const [row] = await tx.all<{ seq: number }>('select seq from integration where no = 1');
        await tx.run('update integration set seq = ? where no = 1', [(row?.seq ?? 0) + 1]);
      });
    await Promise.all(Array.from({ length: 40 }, (_, i) => increase(both[i % 2] ?? test.db)));
    for (const db of both)
      for (const reader of [db.read, db.scan, db.search(1), db.browse(1)])
        expect(await reader.all('select seq from integration')).toEqual([{ seq: 40 }]);
    await beside.write('product', (tx) => tx.run(INSERT, [1, 'beside']));
    expect(await test.db.read.all('select name from thing')).toEqual([{ name: 'beside' }]);
    await expect(beside.write('product', (tx) => tx.run(INSERT, [1, 'x']))).rejects.toMatchObject({ kind: 'unique' });
    await test.db.write('product', (tx) => tx.run(INSERT, [2, 'main']));
    expect(await beside.read.all('select name from thing order by no')).toEqual([{ name: 'beside' }, { name: 'main' }]);
  });

  test('a thread that ends while it has its turn, or waits for it, holds nobody up', async () => {
    await using test = await open();
    const place = test.db.beside();
    const thread = new Worker(
      `const { turns } = require('node:worker_threads').workerData;
       turns?.once('message', () => process.exit());
       for (let i = 0; i < 3; i++) turns?.postMessage({ kind: 'ask' });`,
      { eval: true, execArgv: [], workerData: place, transferList: place.dialect === 'sqlite' ? [place.turns] : [] },
    );
    await once(thread, 'exit');
    await test.db.write('product', (tx) => tx.run(INSERT, [1, 'a']));
    await using next = openBeside(test.db.beside());
    await next.write('product', (tx) => tx.run(INSERT, [2, 'b']));
    expect(await test.db.read.all('select no from thing order by no')).toEqual([{ no: 1 }, { no: 2 }]);
  });

  test('a unique violation says so, anything else wrong is a bug, and neither is the driver’s own error', async () => {
    await using test = await open();
    const twice = test.db.write('control', async (tx) => {
      await tx.run(INSERT, [1, 'a']);
      await tx.run(INSERT, [1, 'b']);
    });
    await expect(twice).rejects.toMatchObject({ name: 'DatabaseError', kind: 'unique' });
    for (const sql of [test.db.read, test.db.scan]) {
      const broken = sql.all('select nothing from nowhere');
      await expect(broken).rejects.toBeInstanceOf(DatabaseError);
      await expect(broken).rejects.toMatchObject({ kind: 'bug' });
    }
    expect(await test.db.read.all('select no from thing')).toEqual([]);
  });

  test('a read that fails leaves those that travelled with it alone', async () => {
    await using test = await open();
    const results = await Promise.allSettled([
      test.db.read.all('select 1 as one'),
      test.db.read.all('select nothing'),
      test.db.read.all('select 2 as two'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test.each(['outside a write', 'inside one'])(
    'look-ups asked for at once, %s, answer each what it asked, in its order',
    async (where) => {
      await using test = await open();
      const { db } = test;
      await db.write('control', async (tx) => {
        for (let no = 1; no <= 200; no++) await tx.run(INSERT, [no, `n'"\\{},${no % 10}`]);
      });
      const some = 'select no from thing where name = ? and no > ? order by no desc limit ?';
      const kept = Array.from({ length: 200 }, (_, at) => 200 - at);
      const questions = Array.from({ length: 150 }, (_, at) => [`n'"\\{},${at % 11}`, (at * 7) % 190, 4] as const);
      const ask = (lookUp: Database['lookUp']) =>
        Promise.all([
          ...questions.map((one) => lookUp.all<{ no: number }>(some, one)),
          lookUp.all<{ no: number }>('select no from thing where no = ?', [17]),
          lookUp.all<{ no: number }>('select no from thing where no = ?', [-1]),
        ]);
      const found = await (where === 'inside one' ? db.write('control', (tx) => ask(tx.lookUp)) : ask(db.lookUp));
      const expected = questions.map(([name, above, most]) =>
        kept.filter((no) => `n'"\\{},${no % 10}` === name && no > above).slice(0, most),
      );
      expect(found.map((rows) => rows.map(({ no }) => no))).toEqual([...expected, [17], []]);
    },
  );

  test('look-ups that can’t be put together are answered alone, those that ask the same share, and one that fails fails alone', async () => {
    await using test = await open();
    const { db } = test;
    await db.write('control', (tx) => tx.run(INSERT, [1, 'a']));
    const found = await Promise.all([
      // A null and a fraction can’t stand in one statement; a limit that differs can.
      db.lookUp.all('select no from thing where no = ? limit ?', [1, 1]),
      db.lookUp.all('select no from thing where no = ? limit ?', [1, 2]),
      db.lookUp.all('select no from thing where no = ? and name is not null', [1]),
      db.lookUp.all('select no from thing where no = ? and name is not null', [1]),
      db.lookUp.all('select no from thing where name <> ? and no = 1', ['b']),
      db.lookUp.all('select no from thing where name <> ? and no = 1', [null]),
      db.lookUp.all('select no from thing where no < cast(? as double precision)', [0.5]),
      db.lookUp.all('select no from thing where no < cast(? as double precision)', [1.5]),
    ]);
    expect(found.map((rows) => rows.length)).toEqual([1, 1, 1, 1, 1, 0, 0, 1]);
    const ends = await Promise.allSettled([
      db.lookUp.all('select nothing from thing where no = ?', [1]),
      db.lookUp.all('select nothing from thing where no = ?', [2]),
      db.lookUp.all('select no from thing where no = ?', [1]),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(ends[0]).toMatchObject({ reason: { name: 'DatabaseError', kind: 'bug' } });
  });

  test('a number that is asked for with look-ups is answered, and so are they', async () => {
    await using test = await open();
    const { db } = test;
    const count = 'select count(*) as number from thing';
    const one = 'select name from thing where no = ?';
    expect(await db.number(count)).toBe(0);
    await db.write('control', async (tx) => {
      for (let no = 1; no <= 9; no++) await tx.run(INSERT, [no, `n${no}`]);
    });
    for (const nos of [[], [4], [77], [4, 4], [77, 77], [4, 77, 5], Array.from({ length: 150 }, (_, at) => at)]) {
      const [number, again, ...found] = await Promise.all([
        db.number(count),
        db.number(count),
        ...nos.map((no) => db.lookUp.all<{ name: string }>(one, [no])),
      ]);
      expect([number, again]).toEqual([9, 9]);
      const expected = nos.map((no) => (no >= 1 && no <= 9 ? [`n${no}`] : []));
      expect(found.map((rows) => rows.map(({ name }) => name))).toEqual(expected);
    }
    const [ten, nine] = await Promise.all([
      db.number('select 10 as number'),
      db.number(count),
      db.lookUp.all(one, [1]),
    ]);
    expect([ten, nine]).toEqual([10, 9]);
  });

  test('neither a number nor a look-up fails with the other, and a number that isn’t there is a bug', async () => {
    await using test = await open();
    const { db } = test;
    await db.write('control', (tx) => tx.run(INSERT, [1, 'a']));
    const one = 'select name from thing where no = ?';
    const ask = (number: string, lookUp: string) =>
      Promise.allSettled([db.number(number), db.lookUp.all(lookUp, [1]), db.lookUp.all(lookUp, [2])]);
    const bug = { status: 'rejected', reason: { name: 'DatabaseError', kind: 'bug' } };
    expect(await ask('select 7 as number', 'select nothing from thing where no = ?')).toMatchObject([
      { value: 7 },
      bug,
      bug,
    ]);
    for (const number of ['select nothing as number', 'select no as number from thing where no = 3'])
      expect(await ask(number, one)).toMatchObject([bug, { value: [{ name: 'a' }] }, { value: [] }]);
  });

  test('a number is of a moment after it was asked for', async () => {
    await using test = await open();
    const { db } = test;
    const count = 'select count(*) as number from thing';
    for (let no = 1; no <= 20; no++) {
      const before = db.number(count);
      await db.write('control', (tx) => tx.run(INSERT, [no, 'a']));
      expect(await db.number(count)).toBe(no);
      expect([no - 1, no]).toContain(await before);
    }
  });

  test('inside a write a look-up sees what was written before it, and its failure is the write’s', async () => {
    await using test = await open();
    const { db } = test;
    const one = 'select name from thing where no = ?';
    const seen = await db.write('control', async (tx) => {
      const before = [1, 2].map((no) => tx.lookUp.all<{ name: string }>(one, [no]));
      const written = [1, 2].map((no) => tx.run(INSERT, [no, `x${no}`]));
      const after = [1, 2].map((no) => tx.lookUp.all<{ name: string }>(one, [no]));
      await Promise.all(written);
      return Promise.all([...before, ...after]);
    });
    expect(seen.map((rows) => rows.map(({ name }) => name))).toEqual([[], [], ['x1'], ['x2']]);
    const broken = db.write('control', async (tx) => {
      await tx.run(INSERT, [3, 'x3']);
      await Promise.all([1, 2].map((no) => tx.lookUp.all('select nothing from thing where no = ?', [no])));
    });
    await expect(broken).rejects.toMatchObject({ kind: 'bug' });
    expect(await db.read.all('select no from thing order by no')).toEqual([{ no: 1 }, { no: 2 }]);
  });

  test('closing waits for every write that has begun, wherever it is', async () => {
    await using test = await open();
    const db = openBeside(test.db.beside());
    const ended: number[] = [];
    const writes = Array.from({ length: 12 }, (_, no) =>
      db.write(no % 2 === 0 ? 'control' : 'product', (tx) => tx.run(INSERT, [no, 'x'])).then(() => ended.push(no)),
    );
    await Promise.race(writes);
    await db[Symbol.asyncDispose]();
    expect(ended.toSorted((a, b) => a - b)).toEqual(writes.map((_, no) => no));
  });

  test('a write counts only if all that it issued has worked, and of several failures the first is told', async () => {
    await using test = await open();
    const { db } = test;
    const write = db.write('control', async (tx) => {
      for (const name of ['a', 'b']) tx.include(tx.run(INSERT, [1, name]));
      // PostgreSQL refuses it, as something before it has failed.
      await tx.all('select no from thing').catch(() => {});
      return 'done';
    });
    await expect(write).rejects.toMatchObject({ kind: 'unique' });
    const twice = new Insertion('thing', ['no', 'name']);
    const lists = (...rows: readonly (readonly [number, string | null])[]) =>
      db.write('control', (tx) => tx.insert(twice, rows));
    await expect(lists([2, 'a'], [3, 'b'], [2, 'c'])).rejects.toMatchObject({ kind: 'unique' });
    await lists([4, null], [5, 'NULL'], [6, '{"a\\"}'], [7, '']);
    await lists([8, 'x']);
    expect(await db.read.all('select no, name from thing order by no')).toEqual([
      { no: 4, name: null },
      { no: 5, name: 'NULL' },
      { no: 6, name: '{"a\\"}' },
      { no: 7, name: '' },
      { no: 8, name: 'x' },
    ]);
  });

  test('what is asked without parameters many times at once is one answer, and the next turn has its own', async () => {
    await using test = await open();
    const seq = () => test.db.read.all<{ seq: number }>('select seq from integration');
    expect(await Promise.all([seq(), seq(), seq()])).toEqual([[{ seq: 0 }], [{ seq: 0 }], [{ seq: 0 }]]);
    await test.db.write('control', (tx) => tx.run('update integration set seq = 5'));
    expect(await seq()).toEqual([{ seq: 5 }]);
  });

  test('numbers up to 2⁵³, nulls, bytes and every text come back as they went in', async () => {
    await using test = await open();
    const text = `'"\\?$1 %_ é 漢 😀 ${'x'.repeat(70_000)}`;
    const { bytes } = test.db.dialect;
    const [row] = await test.db.write('control', async (tx) => {
      await tx.run(`create table value (a bigint, b text, c text, d ${bytes})`);
      const params = [Number.MAX_SAFE_INTEGER, null, text, new Uint8Array([0, 1, 255])];
      await tx.run('insert into value (a, b, c, d) values (?, ?, ?, ?)', params);
      return tx.all<{ a: number; b: null; c: string; d: Uint8Array }>('select a, b, c, d from value');
    });
    expect(row).toMatchObject({ a: Number.MAX_SAFE_INTEGER, b: null, c: text });
    expect([...(row?.d ?? [])]).toEqual([0, 1, 255]);
  });

  test('a `?` inside quotes is no placeholder', async () => {
    await using test = await open();
    expect(await test.db.read.all(`select '?' as "a?", ? as b`, ['x'])).toEqual([{ 'a?': '?', b: 'x' }]);
  });

  test('a list or search that would not end is stopped, and leaves others their turn', {
    timeout: 60_000,
  }, async () => {
    await using test = await open({ runMs: 500 });
    const { db } = test;
    const one = 'select 1 as one';
    const endless = `with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000000000)
      select count(*) as n from n where ${db.dialect.filter.inTime('i')}i > ?`;
    for (const reader of [db.browse(1), db.search(1)]) {
      await expect(reader.all(endless, [0])).rejects.toMatchObject({ kind: 'tooLong' });
      expect(await reader.all(one)).toEqual([{ one: 1 }]);
    }
    // However many an administrator has: searches and what the server itself looks for go on.
    await using patient = await open({ runMs: 3_000 });
    const others = [patient.db.read, patient.db.scan, patient.db.search(1)];
    for (const reader of others) await reader.all(one);
    const order: string[] = [];
    const lists = [1, 2, 3].map(() =>
      patient.db
        .browse(1)
        .all(endless, [0])
        .catch(() => order.push('list')),
    );
    for (const reader of others) await reader.all(one);
    order.push('others');
    await Promise.all(lists);
    expect(order).toEqual(['others', 'list', 'list', 'list']);
  });

  test('a wide scan holds up nothing else', { timeout: 60_000 }, async () => {
    await using test = await open();
    const wide = test.db.scan.all<{ n: number }>(
      `with recursive n (i) as (select 1 union all select i + 1 from n where i < 3000000) select count(*) as n from n`,
    );
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    expect(await wide).toEqual([{ n: 3_000_000 }]);
    clearInterval(timer);
    // It takes several hundred ms. On the main thread there would be no turn at all.
    expect(turns).toBeGreaterThan(5);
  });
});
