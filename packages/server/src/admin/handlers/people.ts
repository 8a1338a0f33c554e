import type { Response as Shape } from '@rollcall/admin-api';
import { fail, type JsonObject, ok, type Result } from '@rollcall/scim';
import type { DirectoryEvent, Integration, ListedPerson, LoggedRequest, PeopleSort, Person } from '@rollcall/store';
import { type Creation, creationOf } from '../creation.ts';
import { csvResponse } from '../csv.ts';
import { type Failure, failure } from '../failure.ts';
import type { Handlers, IdsOf, TenantCall } from '../handler.ts';
import { changeShape, flatten, memberIds } from '../history.ts';
import { peopleFilter, personStatus } from '../people-filter.ts';

type Row = Shape<'people.list'>['items'][number];

/** Deleted integrations too: people with devices outlive theirs. */
export const allIntegrations = (call: TenantCall): Promise<readonly Integration[]> =>
  call.services.server.control.integrations.list(call.tenant.id, { deleted: true });

export const byNo = (integrations: readonly Integration[]): ReadonlyMap<number, Integration> =>
  new Map(integrations.map((integration) => [integration.no, integration]));

export const integrationRef = (integration: Integration | undefined) => ({
  id: integration?.id ?? '00000000-0000-0000-0000-000000000000',
  name: integration?.name ?? 'deleted',
  type: 'scim' as const,
});

const rowOf = (person: ListedPerson, integrations: ReadonlyMap<number, Integration>): Row => ({
  id: person.id,
  name: person.name,
  userName: person.userName,
  email: person.email,
  department: person.department,
  jobTitle: person.jobTitle,
  groups: person.groups.map(({ id, name }) => ({ id, name })),
  groupCount: person.groupCount,
  deviceCount: person.deviceCount,
  integration: integrationRef(integrations.get(person.integrationNo)),
  status: personStatus(person),
  updatedAt: person.updatedAt,
});

const sortFields: readonly PeopleSort[] = ['name', 'email', 'department', 'jobTitle', 'updatedAt'];

export function sortOf(text: string): { readonly by: PeopleSort; readonly descending: boolean } {
  const field = text.replace(/^-/, '');
  return { by: sortFields.find((known) => known === field) ?? 'name', descending: text.startsWith('-') };
}

async function findPerson(call: TenantCall, id: string): Promise<Result<Person, Failure>> {
  const person = await call.services.people(call.tenant.no).get(id);
  return person ? ok(person) : fail(failure('notFound'));
}

async function documentOf(call: TenantCall, person: Person): Promise<JsonObject | null> {
  if (person.deleted) return null;
  const resource = await call.services.directory(call.tenant.no).resource(person.integrationNo, person.id);
  return resource?.body ?? null;
}

/** Product fields and the paths of the attributes that feed them when nothing is overridden. */
const feeds: Readonly<Record<string, string>> = {
  userName: 'User name',
  displayName: 'Name',
  'name.formatted': 'Name',
  'name.givenName': 'Name parts',
  'name.familyName': 'Name parts',
  active: 'Status',
  title: 'Job title',
  externalId: 'The identity provider’s id',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': 'Department',
};

function attributesOf(document: JsonObject | null): Shape<'people.get'>['attributes'] {
  if (!document) return [];
  const { schemas: _, ...received } = document;
  return flatten(received).map(({ path, value }) => ({
    path,
    value,
    feeds: feeds[path] ?? (/^emails\[.*\]\.value$/.test(path) ? 'E-mail' : null),
  }));
}

const csvHeader = [
  'Name',
  'E-mail',
  'User name',
  'Department',
  'Job title',
  'Groups',
  'Devices',
  'Integration',
  'Status',
  'Updated',
  'Id',
];

/** The newest write about a person that the request log still has. */
const lastWrite = (requests: readonly LoggedRequest[]): LoggedRequest | undefined =>
  requests.find((request) => request.detail?.requestBody);

/** What the provider sees: the stored document with what is kept beside it. Its URLs depend on the host and are left out. */
async function scimDocument(call: TenantCall, person: Person): Promise<JsonObject | null> {
  const resource = await call.services.directory(call.tenant.no).resource(person.integrationNo, person.id);
  if (!resource) return null;
  const groups = await call.services.people(call.tenant.no).groupsOf(person);
  const { schemas, ...rest } = resource.body;
  return {
    ...(schemas === undefined ? {} : { schemas }),
    id: resource.id,
    ...rest,
    groups: groups.map(({ id, name, direct }) => ({ value: id, display: name, type: direct ? 'direct' : 'indirect' })),
    meta: {
      resourceType: resource.type,
      created: resource.created,
      lastModified: resource.modified,
      version: `W/"${resource.version}"`,
    },
  };
}

export const peopleHandlers: Handlers<IdsOf<'people'>> = {
  async 'people.list'({ query }, call) {
    const integrations = await allIntegrations(call);
    const page = await call.services.people(call.tenant.no).list({
      filter: peopleFilter(query, integrations),
      sort: sortOf(query.sort),
      limit: query.limit,
      cursor: query.cursor ?? null,
    });
    if (!page) return fail(failure('invalidCursor'));
    const known = byNo(integrations);
    const items = page.people.map((person) => rowOf(person, known));
    return ok({ items, next: page.next, previous: page.previous });
  },

  async 'people.counts'({ query }, call) {
    const filter = peopleFilter(query, await allIntegrations(call));
    return ok(await call.services.people(call.tenant.no).counts(filter));
  },

  async 'people.facets'({ params, query }, call) {
    const people = call.services.people(call.tenant.no);
    const search = query.search ?? '';
    if (params.field === 'group') {
      const groups = await people.groups(search, 50);
      return ok({
        values: groups.map(({ id, name, memberCount }) => ({ value: id, label: name, count: memberCount })),
      });
    }
    const values = await people.facet(params.field, search, 50);
    return ok({ values: values.map(({ value, count }) => ({ value: value ?? '', label: value ?? 'None', count })) });
  },

  async 'people.export'({ query }, call) {
    const integrations = await allIntegrations(call);
    const known = byNo(integrations);
    const people = call.services.people(call.tenant.no);
    const filter = peopleFilter(query, integrations);
    const counts = await people.counts(filter);
    const pages = async function* () {
      for await (const page of people.each(filter)) {
        yield page.map((listed) => {
          const row = rowOf(listed, known);
          const groups = row.groups.map((group) => group.name).join('; ');
          const more =
            row.groupCount > row.groups.length ? `${groups}; +${row.groupCount - row.groups.length}` : groups;
          return [
            row.name,
            row.email,
            row.userName,
            row.department,
            row.jobTitle,
            more,
            row.deviceCount,
            row.integration.name,
            row.status,
            row.updatedAt,
            row.id,
          ];
        });
      }
    };
    return ok(csvResponse('users.csv', csvHeader, pages(), counts[query.tab]));
  },

  async 'people.get'({ params }, call) {
    const found = await findPerson(call, params.userId);
    if (!found.ok) return found;
    const person = found.value;
    const groups = await call.services.people(call.tenant.no).groupsOf(person);
    const direct = groups.filter((group) => group.direct);
    const listed = { ...person, groups: direct.slice(0, 5), groupCount: direct.length };
    return ok({
      ...rowOf(listed, byNo(await allIntegrations(call))),
      externalId: person.externalId,
      createdAt: person.createdAt,
      attributes: attributesOf(await documentOf(call, person)),
      allGroups: groups.map(({ id, name, direct: isDirect }) => ({ id, name, direct: isDirect })),
    });
  },

  async 'people.history'({ params, query }, call) {
    const found = await findPerson(call, params.userId);
    if (!found.ok) return found;
    return historyPage(call, found.value.integrationNo, found.value.id, query);
  },

  async 'people.raw'({ params }, call) {
    const found = await findPerson(call, params.userId);
    if (!found.ok) return found;
    const scope = { tenantNo: call.tenant.no, integrationNos: [found.value.integrationNo] };
    const requests = await call.services.server.requestLog.list({
      ...scope,
      resourceId: found.value.id,
      methods: ['POST', 'PUT', 'PATCH'],
      limit: 50,
    });
    const last = lastWrite(requests);
    return ok({
      document: await scimDocument(call, found.value),
      lastPayload: last
        ? {
            requestId: last.requestId,
            at: new Date(last.time).toISOString(),
            method: last.method,
            path: last.path,
            body: last.detail?.requestBody ?? null,
            ignored: [...(last.detail?.ignored ?? [])],
          }
        : null,
    });
  },
};

const withCreation = (event: DirectoryEvent, creation: Creation): DirectoryEvent => ({
  ...event,
  changes: [
    ...creation.attributes.map(({ path, value }) => ({ path, old: null, new: value })),
    ...(creation.members.length > 0 ? [{ path: 'members' as const, added: creation.members, removed: [] }] : []),
  ],
});

/** The history of a user or a group. */
export async function historyPage(
  call: TenantCall,
  integrationNo: number,
  resourceId: string,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Result<Shape<'people.history'>, Failure>> {
  const before = query.cursor === undefined ? null : Number(query.cursor);
  if (before !== null && !Number.isSafeInteger(before)) return fail(failure('invalidCursor'));
  const history = call.services.history(call.tenant.no);
  const { events, next } = await history.of(integrationNo, resourceId, { before, limit: query.limit });
  const directory = call.services.directory(call.tenant.no);
  const integration = byNo(await allIntegrations(call)).get(integrationNo);
  if (!integration) return fail(failure('notFound'));
  const created = events.find((event) => event.action === 'create');
  const creation = created ? await creationOf(directory, history, integrationNo, resourceId) : null;
  const told = events.map((event) => (event === created && creation ? withCreation(event, creation) : event));
  const names = await directory.names(memberIds(told));
  const items = told.map((event) => changeShape(event, integration, names));
  return ok({ items, next: next === null ? null : String(next), previous: null });
}
