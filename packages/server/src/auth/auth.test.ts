import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, migrate } from '@rollcall/store';
import { testDatabases } from '@rollcall/store/testing';
import { describe, expect, inject, test } from 'vitest';
import { createLogger } from '../log/logger.ts';
import { Accounts } from './accounts.ts';
import { openAccounts } from './accounts-database.ts';
import { openAuth } from './auth.ts';

const kinds = testDatabases(inject('postgresUrl')).filter((kind) => kind.name !== 'SQLite in memory');

describe.each(kinds)('accounts on $name', (kind) => {
  test('two servers that start at once make the tables once, quietly, and share the accounts', async () => {
    await using database = await kind.open();
    await migrate(database.db);
    const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-accounts-'));
    const lines: string[] = [];
    const url = kind.name === 'PostgreSQL' ? database.location : null;
    const start = async (db: Database) => {
      const accounts = await openAccounts({ url, dataDir });
      const auth = await openAuth({
        accounts,
        secret: 'a secret of thirty-two characters',
        origin: 'http://localhost:1',
        log: createLogger('info', { write: (line) => void lines.push(line) }),
        sso: {
          resolve: async () => ({ action: 'reject', code: 'none' }),
          provision: async () => {},
          issuerOrigins: async () => [],
        },
        attemptsPerMinute: 10,
        alone: (work) => db.write('migration', work),
      });
      return { accounts, people: new Accounts(auth) };
    };
    const [one, two] = await Promise.all([start(database.db), start(await database.reopen())]);
    const made = await one.people.create({ name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' });
    expect(await two.people.byEmail('ADA@example.com')).toEqual(made);
    expect(lines).toEqual([]);
    await one.accounts[Symbol.asyncDispose]();
    await two.accounts[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true });
  });
});
