import { coreRoutes, type EndpointId, type Route, roleCovers, routes } from '@rollcall/admin-api';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseNames, startTestServer, type TestServer } from '../testing/test-server.ts';
import { endpointIds } from './app.ts';
import { Browser } from './testing/browser.ts';
import { signedIn, testPlugins } from './testing/team.ts';
import { buildWorld, productSamples, samples, type World } from './testing/world.ts';

const isCore = (id: EndpointId): id is keyof typeof coreRoutes => Object.hasOwn(coreRoutes, id);
const coreIds = endpointIds.filter(isCore);
const guarded = endpointIds.filter((id) => !['public', 'signedIn'].includes(routes[id].access));
const closed = endpointIds.filter((id) => routes[id].access !== 'public');
const writing = endpointIds.filter((id) => routes[id].method !== 'GET');

describe.each(databaseNames)('every endpoint on %s', (database) => {
  let server: TestServer;
  let world: World;
  beforeAll(async () => {
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins: testPlugins });
    world = await buildWorld(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** The request of the sample, with the ids of the tenant `default` put in. */
  function requestOf(id: EndpointId): { readonly path: string; readonly init: RequestInit } {
    const route: Route = routes[id];
    const ids: Readonly<Record<string, string>> = world.ids;
    const given = isCore(id) ? samples[id] : (productSamples[id] ?? {});
    const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, key: string) => ids[key] ?? crypto.randomUUID());
    const query = new URLSearchParams(
      Object.entries(given.query ?? {}).map(([key, value]) => [key, fill(String(value))]),
    );
    const body = given.body === undefined ? {} : { body: fill(JSON.stringify(given.body)) };
    const path = fill(route.path) + (query.size > 0 ? `?${query}` : '');
    return { path, init: { method: route.method, headers: { 'content-type': 'application/json' }, ...body } };
  }

  const ask = (browser: Browser, id: EndpointId, headers: Record<string, string> = {}) => {
    const { path, init } = requestOf(id);
    return browser.fetch(path, { ...init, headers: { 'content-type': 'application/json', ...headers } });
  };
  const codeOf = async (response: Response): Promise<unknown> =>
    JSON.parse((await response.text()) || 'null')?.code ?? null;

  test.each(closed)('%s: somebody who is not signed in gets 401', async (id) => {
    expect((await ask(new Browser(server), id)).status).toBe(401);
  });

  test.each(writing)('%s: another site can’t use the session', async (id) => {
    const response = await ask(world.owner, id, { origin: 'https://evil.example' });
    expect({ status: response.status, code: await codeOf(response) }).toEqual({ status: 403, code: 'crossSite' });
  });

  describe('with another role', () => {
    test.each(['auditor', 'admin'] as const)('%s is kept to what the role may do', async (role) => {
      const browser = await signedIn(server, `${role}@example.com`, role);
      const refused: string[] = [];
      for (const id of guarded) {
        const route: Route = routes[id];
        if (route.access === 'public' || route.access === 'signedIn' || roleCovers(role, route.access)) continue;
        const response = await ask(browser, id);
        expect({ id, status: response.status, code: await codeOf(response) }).toEqual({
          id,
          status: 403,
          code: 'forbidden',
        });
        refused.push(id);
      }
      if (role === 'auditor') expect(refused.sort()).toEqual(writesOfTenant().sort());
    });

    /** An auditor reads: whatever changes something of the tenant is refused. Previews change nothing. */
    const reads = new Set<EndpointId>(['integrations.previewAttributeFeed']);
    const writesOfTenant = () =>
      guarded.filter((id) => {
        const { access, method }: Route = routes[id];
        return (method !== 'GET' && !reads.has(id) && isCore(id)) || access === 'admin' || access === 'owner';
      });
  });

  describe('of another tenant', () => {
    let stranger: Browser;
    beforeAll(async () => {
      stranger = await signedIn(server, 'eve@elsewhere.example', 'owner', 'elsewhere');
    });

    const byId = endpointIds.filter((id) => {
      const route: Route = routes[id];
      return (/\{(?!field)/.test(route.path) && id !== 'groupBlueprints.list') || id === 'session.switchTenant';
    });
    test.each(byId)('%s: what belongs to another tenant is not found', async (id) => {
      expect((await ask(stranger, id)).status).toBe(404);
    });

    const lists = endpointIds.filter((id) => routes[id].method === 'GET' && !byId.includes(id));
    test.each(lists.filter((id) => id !== 'activity.stream'))('%s: shows nothing of another tenant', async (id) => {
      const response = await ask(stranger, id);
      expect(response.status).toBe(200);
      const text = await response.text();
      const secrets = [
        ...Object.values(world.ids).filter((value) => value.length > 20),
        'grace@example.com',
        'owner@example.com',
        'Hushed',
      ];
      for (const secret of secrets) expect(text).not.toContain(secret);
    });
  });

  test('what belongs to another tenant can’t be named in what one writes', async () => {
    const { api } = await signedIn(server, 'adam@elsewhere.example', 'owner', 'elsewhere');
    const { userId, deviceId, blueprintId, itemId } = world.ids;
    const own = await api.call('blueprints.create', { body: { name: 'Own' } });
    const refused = await Promise.allSettled([
      api.call('devices.create', { body: { device_name: 'x', user: userId } }),
      api.call('devices.create', { body: { device_name: 'x', blueprint_id: blueprintId } }),
      api.call('blueprints.assignLibraryItem', {
        params: { blueprintId: own.id },
        body: { library_item_id: itemId, assignment_node_id: 'all-devices' },
      }),
    ]);
    for (const one of refused) expect(one).toMatchObject({ status: 'rejected', reason: { status: 400 } });
    const bulk = await api.call('devices.bulkUpdate', { body: { device_ids: [deviceId], add_tags: ['stolen'] } });
    expect(bulk).toEqual({ updated: 0, missing: [deviceId] });
  });

  describe('for the owner', () => {
    /** In an order in which none takes away what a later one needs. */
    const last: string[] = [
      'clients.revoke',
      'invitations.revoke',
      'signInProviders.delete',
      'apiTokens.revoke',
      'users.delete',
      'integrations.delete',
      'sessions.end',
    ];
    const skipped = new Set([
      'activity.stream',
      'links.inspect',
      'links.accept',
      'team.remove',
      'session.switchTenant',
      'sessions.end',
    ]);
    const order = coreIds.toSorted((a, b) => last.indexOf(a) - last.indexOf(b));

    test('each answers as the contract says, and each write is in the audit log', async () => {
      const silent: string[] = [];
      for (const id of order.filter((one) => !skipped.has(one))) {
        const route: Route = routes[id];
        const before = (await world.owner.api.call('audit.list', { query: { limit: 1 } })).items[0]?.id;
        const response = await ask(world.owner, id);
        const text = await response.text();
        expect({ id, status: response.status, text: response.ok ? '' : text }).toEqual({
          id,
          status: route.status ?? (route.answer === 'empty' ? 204 : 200),
          text: '',
        });
        const { contract } = await import('@rollcall/admin-api');
        const shape: import('@rollcall/admin-api').Shape = contract[id];
        if (shape.response) expect(() => shape.response?.parse(JSON.parse(text))).not.toThrow();
        const after = (await world.owner.api.call('audit.list', { query: { limit: 1 } })).items[0]?.id;
        if (route.method !== 'GET' && route.access !== 'signedIn' && before === after) silent.push(id);
      }
      expect(silent).toEqual(['integrations.confirm', 'integrations.previewAttributeFeed']);
    });
  });
});
