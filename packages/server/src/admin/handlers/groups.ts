import type { Response as Shape } from '@rollcall/admin-api';
import { fail, ok, type Result } from '@rollcall/scim';
import type { DirectoryGroup, GroupSort, Integration } from '@rollcall/store';
import { type Failure, failure } from '../failure.ts';
import type { Handlers, IdsOf, TenantCall } from '../handler.ts';
import { allIntegrations, byNo, historyPage, integrationRef } from './people.ts';

type Row = Shape<'groups.list'>['items'][number];

const sortFields: readonly GroupSort[] = ['name', 'members', 'updatedAt'];

function sortOf(text: string) {
  const field = text.replace(/^-/, '');
  return { by: sortFields.find((known) => known === field) ?? 'name', descending: text.startsWith('-') };
}

const rowOf = (group: DirectoryGroup, integrations: ReadonlyMap<number, Integration>): Row => ({
  id: group.id,
  name: group.name,
  memberCount: group.memberCount,
  integration: integrationRef(integrations.get(group.integrationNo)),
  updatedAt: group.updatedAt,
});

async function findGroup(call: TenantCall, id: string): Promise<Result<DirectoryGroup, Failure>> {
  const group = await call.services.directory(call.tenant.no).group(id);
  return group ? ok(group) : fail(failure('notFound'));
}

export const groupHandlers: Handlers<IdsOf<'groups'>> = {
  async 'groups.list'({ query }, call) {
    const integrations = await allIntegrations(call);
    const wanted = query.integrationId;
    const page = await call.services.directory(call.tenant.no).groups({
      ...(query.search ? { search: query.search } : {}),
      ...(wanted?.length
        ? { integrationNos: integrations.filter(({ id }) => wanted.includes(id)).map(({ no }) => no) }
        : {}),
      sort: sortOf(query.sort),
      limit: query.limit,
      cursor: query.cursor ?? null,
    });
    if (!page) return fail(failure('invalidCursor'));
    const known = byNo(integrations);
    return ok({ items: page.groups.map((group) => rowOf(group, known)), next: page.next, previous: page.previous });
  },

  async 'groups.get'({ params }, call) {
    const found = await findGroup(call, params.groupId);
    if (!found.ok) return found;
    const directory = call.services.directory(call.tenant.no);
    const resource = await directory.resource(found.value.integrationNo, found.value.id);
    if (!resource) return fail(failure('notFound'));
    const { externalId } = resource.body;
    return ok({
      ...rowOf(found.value, byNo(await allIntegrations(call))),
      externalId: typeof externalId === 'string' ? externalId : null,
      createdAt: resource.created,
      parents: (await directory.parents(found.value)).map(({ id, name }) => ({ id, name })),
      document: { ...resource.body, id: resource.id },
    });
  },

  async 'groups.members'({ params, query }, call) {
    const found = await findGroup(call, params.groupId);
    if (!found.ok) return found;
    const directory = call.services.directory(call.tenant.no);
    const page = await directory.members(found.value, query.cursor ?? null, query.limit);
    if (!page) return fail(failure('invalidCursor'));
    return ok({ items: [...page.members], next: page.next, previous: page.previous });
  },

  async 'groups.history'({ params, query }, call) {
    const found = await findGroup(call, params.groupId);
    return found.ok ? historyPage(call, found.value.integrationNo, found.value.id, query) : found;
  },
};
