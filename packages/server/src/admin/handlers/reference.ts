import { adminErrors } from '@rollcall/admin-api';
import { isJsonObject, type JsonValue, ok } from '@rollcall/scim';
import { docsPage } from '../docs-page.ts';
import type { Handlers, IdsOf } from '../handler.ts';
import { openApiDocument } from '../openapi.ts';
import { supportedAttributes } from '../supported-attributes.ts';

export const referenceHandlers: Handlers<IdsOf<'supportedAttributes' | 'errors' | 'search' | 'openapi' | 'docs'>> = {
  'supportedAttributes.get': async (_, { services }) => ok(supportedAttributes(services.server.registry)),

  async 'errors.list'() {
    return ok({ items: Object.entries(adminErrors).map(([code, entry]) => ({ code, ...entry })) });
  },

  async 'search.query'({ query }, call) {
    const people = call.services.people(call.tenant.no);
    const sort = { by: 'name', descending: false } as const;
    const found = await people.list({ filter: { search: query.q }, sort, limit: query.limit, cursor: null });
    const groups = await people.groups(query.q, query.limit);
    const integrations = await call.services.server.control.integrations.list(call.tenant.id);
    const word = query.q.toLowerCase();
    return ok({
      users: (found?.people ?? []).map(({ id, name, email, archived }) => ({ id, name, email, archived })),
      groups: groups.map(({ id, name }) => ({ id, name })),
      integrations: integrations
        .filter(({ name }) => name.toLowerCase().includes(word))
        .slice(0, query.limit)
        .map(({ id, name }) => ({ id, name })),
    });
  },

  async 'openapi.get'(_, { services }) {
    const document: JsonValue = JSON.parse(JSON.stringify(openApiDocument(services.server.origin())));
    return ok(isJsonObject(document) ? document : {});
  },

  'docs.get': async () => ok(docsPage()),
};
