import type { ProductStore } from '@rollcall/store';
import { testDatabases } from '@rollcall/store/testing';
import { expect, inject, test } from 'vitest';
import { TenantEngine } from './tenant-engine.ts';
import { openWorld } from './testing/world.ts';

const deps = { lastChange: async () => 0, rest: async () => {} };
const [kind] = testDatabases(inject('postgresUrl'));

test('an import that fails where nothing can be kept, not even that it failed, is gone on with', async () => {
  if (!kind) throw new Error('no database');
  await using world = await openWorld(kind, 1);
  await world.engine[Symbol.asyncDispose]();
  const { imports, devices } = world.product;
  const { id } = await imports.start('serial_number\nA1\nA2\n', 2, 'me');
  let isFull = true;
  const full = async () => {
    if (isFull) throw new Error('database or disk is full');
  };
  const store: ProductStore = {
    ...world.product,
    devices: { ...devices, bySerial: (serial) => full().then(() => devices.bySerial(serial)) },
    imports: { ...imports, record: (change) => full().then(() => imports.record(change)) },
  };
  const engine = new TenantEngine(store, deps, () => {});
  const { signal } = new AbortController();
  await engine.run([], signal);
  await engine.importsEnded();
  expect(await imports.get(id)).toMatchObject({ state: 'running', done: 0 });
  isFull = false;
  await engine.run([], signal);
  await engine.importsEnded();
  expect(await imports.get(id)).toMatchObject({ state: 'done', done: 2, createdDevices: 2, errors: [] });
});
