import { MessageChannel } from 'node:worker_threads';
import { builtInRegistry, USER_URN, userType } from '@rollcall/scim';
import {
  type Beside,
  type Database,
  migrate,
  openControlStore,
  openDirectory,
  openProductStore,
} from '@rollcall/store';
import { type TestDatabaseKind, testDatabases } from '@rollcall/store/testing';
import { describe, expect, inject, test } from 'vitest';
import { EngineThread, type EngineThreadDeps } from './engine-thread.ts';

const options = { origin: { requestId: 'r', actorType: 'scim', actorId: 't' } } as const;
const databases = testDatabases(inject('postgresUrl')).filter(({ name }) => name !== 'SQLite file');

async function openPushed(kind: TestDatabaseKind) {
  const opened = await kind.open();
  await migrate(opened.db);
  const control = openControlStore(opened.db);
  const tenant = await control.tenants.create({ subdomain: 'default', name: 'Default' });
  if (!tenant.ok) throw new Error('no tenant');
  const integration = await control.integrations.create({ tenantId: tenant.value.id, name: 'Okta' });
  if (!integration.ok) throw new Error('no integration');
  const directory = await openDirectory(opened.db, builtInRegistry);
  const resources = directory.resources(integration.value.no);
  const { people } = openProductStore(opened.db, tenant.value.no);
  const engines: EngineThread[] = [];
  return {
    db: opened.db,
    push: (userName: string) =>
      resources.create(userType, { resource: { schemas: [USER_URN], userName, active: true }, members: [] }, options),
    people: async () => (await people.counts({})).all,
    engine(deps: Partial<EngineThreadDeps> = {}) {
      const log = { error: (detail: object, message: string) => console.error(message, detail) };
      const engine = new EngineThread({ db: opened.db, feed: directory.feed, log, ...deps });
      engines.push(engine);
      return engine;
    },
    async [Symbol.asyncDispose]() {
      for (const engine of engines) await engine[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
      await opened[Symbol.asyncDispose]();
    },
  };
}

/** Says where the database is only when asked for the second time. */
function failingOnce(db: Database): Database {
  let asked = 0;
  const turns = new MessageChannel().port1;
  const nowhere: Beside = { dialect: 'sqlite', path: '/no/such/folder/rollcall.db', synchronous: 'off', turns };
  return new Proxy(db, {
    get(target, name) {
      if (name === 'beside') return () => (++asked === 1 ? nowhere : target.beside());
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe.each(databases)('the thread of the product engine on $name', (kind) => {
  test('who was pushed before the call is there when it has settled', async () => {
    await using world = await openPushed(kind);
    const engine = world.engine();
    engine.start();
    for (let i = 1; i <= 5; i++) {
      await Promise.all(['ada', 'grace', 'mona'].map((name) => world.push(`${name}${i}@example.com`)));
      await engine.settled();
      expect(await world.people()).toBe(3 * i);
    }
  });

  test('a thread that fails is told of and started again', async () => {
    await using world = await openPushed(kind);
    const told: string[] = [];
    const log = { error: (_detail: object, message: string) => told.push(message) };
    const engine = world.engine({ db: failingOnce(world.db), log });
    engine.start();
    await world.push('grace@example.com');
    await expect.poll(() => world.people(), { timeout: 30_000 }).toBe(1);
    expect(told).toContain('the product engine has ended and starts again');
  });

  test('one that is stopped at once, or was never started, ends', async () => {
    await using world = await openPushed(kind);
    world.engine().start();
    world.engine();
    expect(await world.people()).toBe(0);
  });
});
