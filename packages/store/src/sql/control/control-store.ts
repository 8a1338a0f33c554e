import type { ControlStore, SecretStore } from '../../ports/control.ts';
import type { Database, SqlReader } from '../database.ts';
import { clientStore } from './clients.ts';
import { integrationStore } from './integrations.ts';
import { setupLinkStore } from './setup-links.ts';
import { tenantStore } from './tenants.ts';
import { tokenStore } from './tokens.ts';

function secretStore(db: Database): SecretStore {
  const read = async (sql: SqlReader, name: string): Promise<string | undefined> =>
    (await sql.all<{ value: string }>('select value from secret where name = ?', [name]))[0]?.value;
  return {
    async getOrCreate(name, fresh) {
      const known = await read(db.read, name);
      if (known !== undefined) return known;
      return db.write('control', async (tx) => {
        const raced = await read(tx, name);
        if (raced !== undefined) return raced;
        await tx.run('insert into secret (name, value) values (?, ?)', [name, fresh]);
        return fresh;
      });
    },
  };
}

/** The control tables of an open, migrated database. */
export function openControlStore(db: Database): ControlStore {
  return {
    tenants: tenantStore(db),
    integrations: integrationStore(db),
    tokens: tokenStore(db),
    clients: clientStore(db),
    setupLinks: setupLinkStore(db),
    secrets: secretStore(db),
  };
}
