import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

type Stored = Record<string, unknown> & { id: string };

/** scimmy's handler types name each attribute of its schema; a store that keeps what it is given needs less. */
interface Declared {
  ingress(handler: unknown): Declared;
  egress(handler: unknown): Declared;
  degress(handler: unknown): Declared;
}

function declare(resource: unknown, handlers: { ingress: unknown; egress: unknown; degress: unknown }): void {
  const declared = SCIMMY.Resources.declare(resource as never) as unknown as Declared;
  declared.ingress(handlers.ingress).egress(handlers.egress).degress(handlers.degress);
}

/** Somebody else's SCIM server: scimmy-routers on maps. Group members are kept as they come. */
export async function startScimmy(token: string): Promise<AsyncDisposable & { readonly url: string }> {
  const stores = { users: new Map<string, Stored>(), groups: new Map<string, Stored>() };
  let next = 1;
  const handlers = (store: Map<string, Stored>) => ({
    ingress: (resource: { id?: string }, instance: object): Stored => {
      const id = resource.id ?? String(next++);
      if (resource.id !== undefined && !store.has(resource.id)) throw new SCIMMY.Types.Error(404, '', 'not found');
      const data = JSON.parse(JSON.stringify(instance));
      const name = data.userName ?? data.displayName;
      for (const other of store.values()) {
        const taken = String(other.userName ?? other.displayName).toLowerCase() === String(name).toLowerCase();
        if (taken && other.id !== id) throw new SCIMMY.Types.Error(409, 'uniqueness', `${name} is taken`);
      }
      const stored = { ...data, id };
      store.set(id, stored);
      return stored;
    },
    egress: (resource: { id?: string; filter?: { match(all: Stored[]): Stored[] } }): Stored | Stored[] => {
      const all = [...store.values()];
      if (resource.id === undefined) return resource.filter?.match(all) ?? all;
      const found = store.get(resource.id);
      if (found === undefined) throw new SCIMMY.Types.Error(404, '', 'not found');
      return found;
    },
    degress: (resource: { id?: string }): void => {
      store.delete(resource.id ?? '');
    },
  });
  declare(SCIMMY.Resources.User, handlers(stores.users));
  declare(SCIMMY.Resources.Group, handlers(stores.groups));
  SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
  const app = express();
  app.use(
    '/scim',
    new SCIMMYRouters({
      type: 'bearer',
      handler: (request: { header(name: string): string | undefined }) => {
        if (request.header('authorization') !== `Bearer ${token}`) throw new Error('wrong token');
        return 'okta';
      },
    } as never) as never,
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/scim`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
