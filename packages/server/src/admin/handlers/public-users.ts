import type { Response as Shape } from '@rollcall/admin-api';
import { fail, ok } from '@rollcall/scim';
import type { Integration, PeopleFilter, Person } from '@rollcall/store';
import { failure } from '../failure.ts';
import type { Handlers, IdsOf } from '../handler.ts';
import { allIntegrations, byNo, integrationRef } from './people.ts';

type PublicUser = Shape<'users.get'>;

const pageSize = 300;

function publicUser(person: Person, integrations: ReadonlyMap<number, Integration>): PublicUser {
  const { id, name, type } = integrationRef(integrations.get(person.integrationNo));
  return {
    id: person.id,
    active: person.active,
    archived: person.archived,
    created_at: person.createdAt,
    updated_at: person.updatedAt,
    department: person.department,
    job_title: person.jobTitle,
    email: person.email,
    name: person.name,
    device_count: person.deviceCount,
    integration: { id: person.integrationNo, name, uuid: id, type },
  };
}

export const publicUserHandlers: Handlers<IdsOf<'users'>> = {
  async 'users.list'({ query }, call) {
    const integrations = await allIntegrations(call);
    const wanted = query.integration_id;
    const filter: PeopleFilter = {
      ...(query.email ? { emailContains: query.email } : {}),
      ...(query.id === undefined ? {} : { ids: [query.id] }),
      ...(wanted === undefined
        ? {}
        : {
            integrationNos: integrations
              .filter(({ id, no }) => id === wanted || String(no) === wanted)
              .map(({ no }) => no),
          }),
      ...(query.archived === undefined ? {} : { archived: query.archived === 'true' }),
    };
    const sort = { by: 'name', descending: false } as const;
    const people = call.services.people(call.tenant.no);
    const page = await people.list({ filter, sort, limit: pageSize, cursor: query.cursor ?? null });
    if (!page) return fail(failure('invalidCursor'));
    const url = (cursor: string | null): string | null => {
      if (cursor === null) return null;
      const next = new URL('/api/v1/users', call.info.origin);
      for (const [key, value] of Object.entries(query)) if (value !== undefined) next.searchParams.set(key, value);
      next.searchParams.set('cursor', cursor);
      return next.href;
    };
    const known = byNo(integrations);
    const results = page.people.map((person) => publicUser(person, known));
    return ok({ next: url(page.next), previous: url(page.previous), results });
  },

  async 'users.get'({ params }, call) {
    const person = await call.services.people(call.tenant.no).get(params.userId);
    if (!person) return fail(failure('notFound'));
    return ok(publicUser(person, byNo(await allIntegrations(call))));
  },

  async 'users.delete'({ params }, call) {
    const person = await call.services.people(call.tenant.no).get(params.userId);
    if (!person) return fail(failure('notFound'));
    if (person.deviceCount > 0) return fail(failure('userHasDevices'));
    const { server } = call.services;
    const type = server.registry.resourceTypes.find((known) => known.id === 'User');
    if (!type) return fail(failure('internal'));
    if (person.deleted) {
      if (!(await call.services.people(call.tenant.no).forget(person.id))) return fail(failure('userHasDevices'));
    } else {
      const origin = { requestId: call.info.requestId, actorType: 'api', actorId: call.caller.id };
      const removed = await server.resources(person.integrationNo).remove(type, person.id, { origin });
      if (!removed.ok) return fail(failure('notFound'));
    }
    const before = { name: person.name, email: person.email };
    await call.audit({ action: 'delete', type: 'user', id: person.id, name: person.name, before });
    return ok(undefined);
  },
};
