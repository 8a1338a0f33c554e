import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { AdminSessions, adminApi } from './api/admin/index.ts';
import { consolePages } from './api/console-pages.ts';
import type { ApiContext } from './api/context.ts';
import { managementApi } from './api/management/index.ts';
import { SamlProvider } from './api/saml/provider.ts';
import { samlRoutes } from './api/saml/routes.ts';
import { Engine } from './engine.ts';
import { Imports } from './push/import-users.ts';
import { type SeedProgress, seedOrg } from './seed/seed.ts';

export interface OktaEmulatorOptions {
  /** Folder of the org's database, or ':memory:'. */
  readonly dataDir: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly host?: string;
  readonly orgName?: string;
  /** Made and kept at the first start where it is not given. */
  readonly admin?: { readonly username: string; readonly password: string };
  readonly apiToken?: string;
  /** Fills an empty org: the demo of 500, or as many people as wanted. */
  readonly seed?: 'demo' | number;
  /** Told while a large org is filled. */
  readonly onSeed?: SeedProgress;
  /** Tasks of one application at the same time. */
  readonly concurrency?: number;
}

export interface OktaEmulator extends AsyncDisposable {
  readonly url: string;
  readonly admin: { readonly username: string; readonly password: string };
  readonly apiToken: string;
  readonly engine: Engine;
}

/** The emulator as one process part: engine, APIs and pages on one port. */
export async function createOktaEmulator(options: OktaEmulatorOptions): Promise<OktaEmulator> {
  const engine = new Engine(
    options.concurrency === undefined ? options : { ...options, concurrency: options.concurrency },
  );
  const { org } = engine;
  ensureEveryone(engine);
  if (options.seed !== undefined && org.users.size === 0) seedOrg(org, options.seed, options.onSeed);
  const kept = (key: string, value: string | undefined): string => {
    const result = value ?? org.settings.get(key) ?? randomBytes(18).toString('base64url');
    if (org.settings.get(key) !== result) org.setSetting(key, result);
    return result;
  };
  const admin = {
    username: options.admin?.username ?? 'admin@okta-emulator.test',
    password: kept('admin.password', options.admin?.password),
  };
  const apiToken = kept('api.token', options.apiToken);
  const server = http.createServer();
  const host = options.host ?? '127.0.0.1';
  let origin = '';
  const context: ApiContext = {
    engine,
    imports: new Imports(org, engine.connection),
    saml: new SamlProvider(org),
    orgName: options.orgName ?? 'Okta emulator',
    apiToken,
    admin,
    origin: () => origin,
  };
  engine.store.flush();
  const listener = getRequestListener(routes(context).fetch);
  server.on('request', (request, response) => void listener(request, response));
  server.listen(options.port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The emulator has no port.');
  origin = `http://localhost:${address.port}`;
  return {
    url: origin,
    admin,
    apiToken,
    engine,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      engine[Symbol.dispose]();
    },
  };
}

function routes(context: ApiContext): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.text('ok'));
  app.route('/admin/api', adminApi(context, new AdminSessions()));
  app.route('/api/v1', managementApi(context));
  app.route('/', samlRoutes(context));
  app.route('/', consolePages());
  return app;
}

function ensureEveryone({ org }: Engine): void {
  if (org.builtInGroupIds.size > 0) return;
  const now = org.now();
  org.setGroup({
    id: org.around.newId('00g'),
    type: 'BUILT_IN',
    name: 'Everyone',
    description: 'All users in your organization',
    created: now,
    lastUpdated: now,
    lastMembershipUpdated: now,
  });
}
