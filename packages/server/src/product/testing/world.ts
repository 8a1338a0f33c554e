import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AssignmentMap, type Evaluation, evaluate, groupKey, type Item, type Subject } from '@rollcall/blueprint';
import {
  builtInRegistry,
  ENTERPRISE_USER_URN,
  GROUP_URN,
  groupType,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  ok,
  USER_URN,
  userType,
} from '@rollcall/scim';
import {
  type Database,
  type DeviceDraft,
  type Directory,
  type Integration,
  migrate,
  openControlStore,
  openDirectory,
  type ProductStore,
} from '@rollcall/store';
import type { TestDatabaseKind } from '@rollcall/store/testing';
import { pairsIn } from '../evaluator.ts';
import { personFields, personMore } from '../person-fields.ts';
import { ProductEngine } from '../product-engine.ts';
import { itemOf, mapOf } from '../rule-book.ts';

export const cause = () => ({ cause: `test:${crypto.randomUUID()}`, at: new Date().toISOString() });
const options = { origin: { requestId: 'r', actorType: 'scim', actorId: 't' } } as const;

export const device = (name: string, more: Partial<DeviceDraft> = {}): DeviceDraft => ({
  name,
  serialNumber: name,
  assetTag: null,
  family: 'mac',
  model: null,
  osVersion: null,
  chipType: null,
  supervised: null,
  enrollmentType: null,
  fileVault: null,
  tags: [],
  ...more,
});

/** A tenant with integrations on a real database, the engine running, and SCIM writes as the protocol makes them. */
export interface World extends AsyncDisposable {
  readonly db: Database;
  /** The one that runs now. */
  readonly engine: ProductEngine;
  /** Stops the engine wherever it is and starts another one. */
  restartEngine(): Promise<void>;
  /** A second engine on the same database, as another server has. */
  startAnother(): ProductEngine;
  readonly directory: Directory;
  readonly product: ProductStore;
  readonly integrations: readonly Integration[];
  addUser(userName: string, more?: JsonObject, integration?: number): Promise<string>;
  editUser(id: string, change: JsonObject, integration?: number): Promise<void>;
  removeUser(id: string, integration?: number): Promise<void>;
  addGroup(name: string, members?: readonly string[], integration?: number): Promise<string>;
  renameGroup(id: string, name: string, integration?: number): Promise<void>;
  members(id: string, kind: 'add' | 'remove' | 'replace', ids: readonly string[], integration?: number): Promise<void>;
  removeGroup(id: string, integration?: number): Promise<void>;
  deleteIntegration(integration: number): Promise<void>;
  feedFrom(attributeSources: Readonly<Record<string, string>>): Promise<void>;
  /** `item@node` of every device by its name, as kept. */
  kept(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** The same from scratch: read from the directory itself and evaluated one by one. */
  full(): Promise<Readonly<Record<string, readonly string[]>>>;
}

export const department = (name: string): JsonObject => ({ [ENTERPRISE_USER_URN]: { department: name } });

export async function openWorld(
  kind: TestDatabaseKind,
  integrationCount = 2,
  evaluationChunk?: number,
): Promise<World> {
  const test = await kind.open();
  const { db } = test;
  await migrate(db);
  const control = openControlStore(db);
  const tenant = await control.tenants.create({ subdomain: 'default', name: 'Default' });
  if (!tenant.ok) throw new Error('no tenant');
  const integrations: Integration[] = [];
  for (let i = 0; i < integrationCount; i++) {
    const made = await control.integrations.create({ tenantId: tenant.value.id, name: `Okta ${i}` });
    if (made.ok) integrations.push(made.value);
  }
  const directory = await openDirectory(db, builtInRegistry);
  const log = { error: (detail: object, text: string) => console.error(text, detail) };
  const start = () => {
    const fresh = new ProductEngine({
      db,
      control,
      leases: directory.leases,
      lastChange: (integrationNo) => directory.changes(integrationNo).last(),
      rest: async () => {
        await nextTurn();
      },
      log,
      ...(evaluationChunk ? { evaluationChunk } : {}),
    });
    directory.feed.watch(() => fresh.wake());
    fresh.start();
    return fresh;
  };
  let engine = start();
  const product = engine.store(tenant.value.no);
  const resources = (i: number) => directory.resources(integrations[i]?.no ?? -1);
  const must = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  };
  const edit = async (type: typeof userType, id: string, change: JsonObject, i: number) => {
    must(
      await resources(i).update(
        type,
        id,
        (current) => ok({ resource: { ...current.resource, ...change }, members: [] }),
        options,
      ),
    );
  };
  return {
    db,
    get engine() {
      return engine;
    },
    startAnother: start,
    async restartEngine() {
      await engine[Symbol.asyncDispose]();
      engine = start();
    },
    directory,
    product,
    integrations,
    async addUser(userName, more = {}, i = 0) {
      const resource = { schemas: [USER_URN], userName, active: true, ...more };
      return must(await resources(i).create(userType, { resource, members: [] }, options)).stored.id;
    },
    editUser: (id, change, i = 0) => edit(userType, id, change, i),
    async removeUser(id, i = 0) {
      must(await resources(i).remove(userType, id, options));
    },
    async addGroup(displayName, members = [], i = 0) {
      const draft = {
        resource: { schemas: [GROUP_URN], displayName },
        members: members.length === 0 ? [] : [{ kind: 'add' as const, ids: members }],
      };
      return must(await resources(i).create(groupType, draft, options)).stored.id;
    },
    renameGroup: (id, displayName, i = 0) => edit(groupType, id, { displayName }, i),
    async members(id, change, ids, i = 0) {
      must(
        await resources(i).update(
          groupType,
          id,
          (current) => ok({ resource: current.resource, members: [{ kind: change, ids }] }),
          options,
        ),
      );
    },
    async removeGroup(id, i = 0) {
      must(await resources(i).remove(groupType, id, options));
    },
    async deleteIntegration(i) {
      must(await control.integrations.remove(integrations[i]?.id ?? ''));
      engine.wake();
    },
    async feedFrom(attributeSources) {
      must(await control.integrations.update(integrations[0]?.id ?? '', { settings: { attributeSources } }));
      engine.wake();
    },
    kept: () => keptResults(product),
    full: () => fullResults(directory, product, integrations),
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
      await test[Symbol.asyncDispose]();
    },
  };
}

async function allDevices(product: ProductStore) {
  const query = { filter: {}, sort: { by: 'name', descending: false }, limit: 10_000, offset: 0 } as const;
  return (await product.devices.list(query)).devices;
}

async function keptResults(product: ProductStore) {
  const devices = await allDevices(product);
  const results = new Map((await product.results.results(devices.map((d) => d.no))).map((r) => [r.deviceNo, r]));
  return Object.fromEntries(
    devices.map((d) => [d.name, pairsIn(results.get(d.no)?.items ?? '[]').map(([item, node]) => `${item}@${node}`)]),
  );
}

async function fullResults(directory: Directory, product: ProductStore, integrations: readonly Integration[]) {
  const items: readonly Item[] = (await product.library.list()).map(itemOf);
  const blueprints = new Map((await product.blueprints.list()).map((b) => [b.id, b]));
  const found: [string, readonly string[]][] = [];
  for (const one of await allDevices(product)) {
    const blueprint = blueprints.get(one.blueprint?.id ?? '');
    if (!blueprint) {
      found.push([one.name, []]);
      continue;
    }
    const map: AssignmentMap = mapOf(blueprint.map);
    const subject = await subjectOf(directory, product, integrations, one);
    const vanished = await vanishedIn(product, map);
    const evaluation: Evaluation = evaluate(map, subject, items, vanished);
    found.push([one.name, evaluation.items.map(({ itemId, nodeId }) => `${itemId}@${nodeId}`)]);
  }
  return Object.fromEntries(found);
}

async function vanishedIn(product: ProductStore, map: AssignmentMap): Promise<ReadonlySet<string>> {
  const gone = new Set<string>();
  for (const node of map.nodes)
    for (const rule of node.rules)
      if (rule.input === 'userGroup')
        for (const ref of rule.groups)
          if ((await product.groups.byIds([ref.groupId])).length === 0) gone.add(groupKey(ref));
  return gone;
}

async function subjectOf(
  directory: Directory,
  product: ProductStore,
  integrations: readonly Integration[],
  one: Awaited<ReturnType<typeof allDevices>>[number],
): Promise<Subject> {
  const facts = { ...one, supervised: one.supervised, blueprintId: one.blueprint?.id ?? null };
  const person = one.user ? await product.people.get(one.user.id) : null;
  if (!person) return { device: facts, user: null, groups: [] };
  const integration = integrations.find(({ no }) => no === person.integrationNo);
  const resource = await directory.resources(person.integrationNo).get(userType, person.id);
  if (!resource || !integration) {
    const none = { employeeNumber: null, costCenter: null, organization: null, division: null, manager: null };
    return {
      device: facts,
      user: { id: person.id, department: person.department, jobTitle: person.jobTitle, ...none },
      groups: [],
    };
  }
  const value: JsonValue = JSON.parse(resource.body);
  const body: JsonObject = isJsonObject(value) ? value : {};
  return {
    device: facts,
    user: { id: person.id, ...personFields(body), ...personMore(body) },
    groups: resource.groups.map((g) => ({ integrationId: integration.id, groupId: g.id, name: g.display })),
  };
}
