import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import {
  type Answer,
  databaseNames,
  type Json,
  startTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../testing/test-server.ts';

export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const bulkUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

type Headers = Readonly<Record<string, string>>;

/** A client with an integration of its own, so that nothing another test made is seen. */
export interface Client {
  readonly token: string;
  readonly integrationId: string;
  readonly base: string;
  readonly server: TestServer;
  request(method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  get(path: string, headers?: Headers): Promise<Answer>;
  post(path: string, body: unknown, headers?: Headers): Promise<Answer>;
  put(path: string, body: unknown, headers?: Headers): Promise<Answer>;
  /** The operations of one PATCH. */
  patch(path: string, ...operations: readonly unknown[]): Promise<Answer>;
  delete(path: string, headers?: Headers): Promise<Answer>;
  /** A new user as the server answered it. */
  user(attributes?: object): Promise<Json>;
  group(displayName?: string, members?: readonly string[]): Promise<Json>;
  /** ListResponse of the users that a filter finds. */
  find(filter: string, path?: string): Promise<Json>;
  /** Names of the users that a filter finds. */
  names(filter: string): Promise<readonly string[]>;
}

async function newClient(server: TestServer, subdomain = 'default'): Promise<Client> {
  const { id, token } = await server.integration(`it ${randomUUID()}`, subdomain);
  const request: Client['request'] = (method, path, body, headers) =>
    server.send(method, `/api/v1/scim${path}`, {
      token,
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
  const made = (answer: Answer): Json => {
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.json;
  };
  const client: Client = {
    token,
    integrationId: id,
    base: server.base,
    server,
    request,
    get: (path, headers) => request('GET', path, undefined, headers),
    post: (path, body, headers) => request('POST', path, body, headers),
    put: (path, body, headers) => request('PUT', path, body, headers),
    patch: (path, ...operations) => request('PATCH', path, { schemas: [patchUrn], Operations: operations }),
    delete: (path, headers) => request('DELETE', path, undefined, headers),
    user: async (attributes) =>
      made(await request('POST', '/Users', { schemas: [userUrn], userName: `u-${randomUUID()}`, ...attributes })),
    group: async (displayName = `g-${randomUUID()}`, members = []) =>
      made(
        await request('POST', '/Groups', {
          schemas: [groupUrn],
          displayName,
          members: members.map((value) => ({ value })),
        }),
      ),
    async find(filter, path = '/Users') {
      const answer = await request('GET', `${path}?filter=${encodeURIComponent(filter)}`);
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
      return answer.json;
    },
    names: async (filter) => (await client.find(filter)).Resources.map((user: Json) => user.userName),
  };
  return client;
}

export interface World {
  readonly server: TestServer;
  client(subdomain?: string): Promise<Client>;
}

/** Every promise is kept on both databases; one server for all tests of a file, one integration for each. */
export function onEachDatabase(
  title: string,
  tests: (world: World) => void,
  options: Partial<TestServerOptions> = {},
): void {
  describe.each(databaseNames)(`${title} on %s`, (database) => {
    let server: TestServer | null = null;
    const running = (): TestServer => {
      if (server === null) throw new Error('the server has not started');
      return server;
    };
    beforeAll(async () => {
      server = await startTestServer({ ...options, database, postgresUrl: inject('postgresUrl') });
    });
    afterAll(() => server?.[Symbol.asyncDispose]());
    tests({
      get server() {
        return running();
      },
      client: (subdomain) => newClient(running(), subdomain),
    });
  });
}
