import { randomBytes } from 'node:crypto';
import { type Client, createClient } from '@rollcall/admin-api';
import { createLogger, createServer, envToCfg } from '@rollcall/server';
import { plugins } from '@rollcall/server/plugins';
import { ensureConsoleBuilt, ensureDefaultTenant, openDeployment } from '@rollcall/server/start';

export interface DemoRollcall extends AsyncDisposable {
  readonly origin: string;
  readonly scimUrl: string;
  readonly token: string;
  readonly email: string;
  readonly password: string;
  /** The admin API as the owner, who is signed in. */
  readonly api: Client;
  readonly fetch: typeof fetch;
}

/** A Rollcall of its own with an owner who can sign in and one integration. */
export async function startRollcall(dataDir: string, port: number): Promise<DemoRollcall> {
  const config = envToCfg({ ROLLCALL_DATA_DIR: dataDir, ROLLCALL_PORT: String(port) });
  if (!config.ok) throw new Error(config.error.map(({ message }) => message).join('\n'));
  const log = createLogger('error');
  const consoleFolder = await ensureConsoleBuilt();
  const deployment = await openDeployment(config.value, log);
  const server = await createServer(config.value, { log, ...deployment, consoleFolder, plugins });
  const { origin } = await server.start();
  const { control, tokens } = server.context;
  const tenant = await ensureDefaultTenant(control);
  const made = await tokens.createIntegration({ tenantId: tenant.id, name: 'Okta', setupFinished: true });
  if (!made.ok) throw new Error(made.error.kind);
  const email = 'owner@acme.example';
  const password = randomBytes(12).toString('base64url');
  const link = await tokens.createSetupLink(origin, {
    kind: 'owner',
    tenantId: tenant.id,
    email: null,
    role: 'owner',
    createdBy: 'demo',
  });
  const accepted = await fetch(`${origin}/api/v1/console/links/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: link.token, email, name: 'Demo Owner', password }),
  });
  if (!accepted.ok) throw new Error(`The first owner could not be made: ${await accepted.text()}`);
  const cookie = accepted.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const asOwner: typeof fetch = (path, init) => {
    const headers = new Headers(init?.headers);
    headers.set('cookie', cookie);
    headers.set('origin', origin);
    return fetch(new URL(String(path), origin), { ...init, headers });
  };
  return {
    origin,
    scimUrl: `${origin}/api/v1/scim`,
    token: made.value.secret,
    email,
    password,
    api: createClient(asOwner),
    fetch: asOwner,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await deployment[Symbol.asyncDispose]();
    },
  };
}
