/** (c) `scimmy-routers` on Express with an in-memory store: the rival that most Node projects would take. */
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

type Record_ = Record<string, unknown> & { id?: string; userName?: string; displayName?: string };

/** scimmy's handler types name each attribute of its schema; a store that keeps what it is given needs only this much of them. */
interface Declared {
  ingress(handler: (request: { id?: string }, data: Record_) => Promise<Record_>): Declared;
  egress(handler: (request: { id?: string }) => Promise<Record_ | Record_[]>): Declared;
  degress(handler: (request: { id?: string }) => Promise<void>): Declared;
}

function declare(resource: { readonly name: string }, keyName: 'userName' | 'displayName') {
  const kept = new Map<string, Record_>();
  const byKey = new Map<string, string>();
  let next = 0;
  const declared = SCIMMY.Resources.declare(resource as never) as unknown as Declared;
  declared
    .ingress(async (request: { id?: string }, data: Record_) => {
      const key = String(data[keyName] ?? '').toLowerCase();
      const id = request.id ?? `${resource.name}-${++next}`;
      const other = byKey.get(key);
      if (other !== undefined && other !== id) throw new SCIMMY.Types.Error(409, 'uniqueness', `${keyName} is taken`);
      const record = { ...JSON.parse(JSON.stringify(data)), id };
      kept.set(id, record);
      byKey.set(key, id);
      return record;
    })
    .egress(async (request: { id?: string }) => {
      if (request.id === undefined) return [...kept.values()];
      const found = kept.get(request.id);
      if (!found) throw new SCIMMY.Types.Error(404, null as never, `Resource ${request.id} not found`);
      return found;
    })
    .degress(async (request: { id?: string }) => {
      kept.delete(request.id ?? '');
    });
}

declare(SCIMMY.Resources.User, 'userName');
declare(SCIMMY.Resources.Group, 'displayName');
SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);

const app = express();
app.use(
  '/scim',
  new SCIMMYRouters({
    type: 'bearer',
    docUri: 'https://example.com/',
    handler: async (request) => {
      if (!request.header('Authorization')?.startsWith('Bearer ')) throw new Error('Authorization not detected!');
      return 'bench';
    },
  }),
);
const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
