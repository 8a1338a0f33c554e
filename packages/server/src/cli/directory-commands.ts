import { checkFilterForTypes, createRenderer, findResourceType, parseFilter, type ResourceType } from '@rollcall/scim';
import { type Integration, type ListQuery, openDirectory, type StoredResource, type Tenant } from '@rollcall/store';
import { type Command, InvalidArgumentError } from 'commander';
import { scimUrls } from '../config/config.ts';
import { CommandFailure, type Output, table } from './output.ts';
import type { Cli } from './run.ts';
import type { Session } from './session.ts';

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1) throw new InvalidArgumentError('must be a whole number from 1.');
  return limit;
}

interface Options {
  readonly tenant?: string;
  readonly integration?: string;
}

const pageSize = 500;
const membersAtOnce = 5_000;

/** `user` and `group`: what identity providers have pushed. */
export function directoryCommands(program: Command, cli: Cli): void {
  for (const [name, typeName] of [
    ['user', 'User'],
    ['group', 'Group'],
  ] as const) {
    const group = program.command(name).description(`${name}s that were pushed`);
    group
      .command('list')
      .description(`list ${name}s, with a SCIM filter if wanted`)
      .option('--filter <filter>', 'for example: userName sw "ann" or active eq false')
      .option('--limit <n>', 'how many at most', parseLimit, 100)
      .option('--integration <integration>', 'only of this integration')
      .option('--tenant <tenant>', 'sub-domain or id of the tenant (default: “default”)')
      .action((options: Options & { filter?: string; limit: number }, command: Command) =>
        cli.inSession(command, (session) => list(session, typeName, options)),
      );
    group
      .command('show <id-or-name>')
      .description(
        `show one ${name} as SCIM sends it; by id, ${name === 'user' ? 'userName' : 'displayName'} or externalId`,
      )
      .option('--integration <integration>', 'only of this integration')
      .option('--tenant <tenant>', 'sub-domain or id of the tenant (default: “default”)')
      .action((idOrName: string, options: Options, command: Command) =>
        cli.inSession(command, (session) => show(session, typeName, idOrName, options)),
      );
  }
}

interface Place {
  readonly tenant: Tenant;
  readonly type: ResourceType;
  readonly integrations: readonly Integration[];
}

async function placeOf(session: Session, typeName: string, options: Options): Promise<Place> {
  const type = findResourceType(session.deployment.registry, typeName);
  if (type === null) throw new CommandFailure(`The resource type ${typeName} is not registered.`);
  const tenant = await session.tenant(options.tenant);
  const integrations =
    options.integration === undefined
      ? await session.control.integrations.list(tenant.id)
      : [await session.integration(tenant, options.integration)];
  return { tenant, type, integrations };
}

type Checked = ListQuery['targets'][number]['filter'];

function checked(type: ResourceType, filter: string): Checked {
  const parsed = parseFilter(filter);
  const found = parsed.ok ? checkFilterForTypes(parsed.value, [type]) : parsed;
  if (!found.ok) throw new CommandFailure(found.error.detail);
  return found.value[0] ?? null;
}

interface Found {
  readonly integration: Integration;
  readonly stored: StoredResource;
}

async function find(session: Session, place: Place, filter: Checked, limit: number): Promise<readonly Found[]> {
  await using directory = await openDirectory(session.deployment.db, session.deployment.registry);
  const found: Found[] = [];
  for (const integration of place.integrations) {
    const store = directory.resources(integration.no);
    for (let at: string | null = null, first = true; (first || at !== null) && found.length < limit; first = false) {
      const count = Math.min(pageSize, limit - found.length);
      const page: Awaited<ReturnType<typeof store.list>> = await store.list({
        targets: [{ type: place.type, filter, sortBy: null }],
        descending: false,
        page: { kind: 'cursor', at, count },
        withGroups: true,
      });
      if (!page.ok)
        throw new CommandFailure('The search took too long and was stopped: narrow it by an indexed attribute.');
      found.push(...page.value.resources.map((stored) => ({ integration, stored })));
      at = page.value.next;
    }
  }
  return found;
}

/** Written by us, so it is an object. */
const bodyOf = (stored: StoredResource): Readonly<Record<string, unknown>> => {
  const body: Readonly<Record<string, unknown>> = JSON.parse(stored.body);
  return body;
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

async function list(
  session: Session,
  typeName: string,
  options: Options & { filter?: string; limit: number },
): Promise<Output> {
  const place = await placeOf(session, typeName, options);
  const filter = options.filter === undefined ? null : checked(place.type, options.filter);
  const found = await find(session, place, filter, options.limit);
  const rows = found.map(({ integration, stored }) => ({
    integration: integration.name,
    stored,
    body: bodyOf(stored),
  }));
  if (typeName === 'Group') {
    const data = rows.map(({ integration, stored, body }) => ({
      id: stored.id,
      displayName: text(body.displayName),
      members: stored.memberCount,
      integration,
      lastModified: stored.lastModified,
    }));
    return {
      data,
      text: table(
        ['NAME', 'MEMBERS', 'INTEGRATION', 'CHANGED', 'ID'],
        data.map((row) => [row.displayName, row.members, row.integration, row.lastModified, row.id]),
      ),
    };
  }
  const data = rows.map(({ integration, stored, body }) => ({
    id: stored.id,
    userName: text(body.userName),
    active: body.active !== false,
    integration,
    lastModified: stored.lastModified,
  }));
  return {
    data,
    text: table(
      ['USERNAME', 'ACTIVE', 'INTEGRATION', 'CHANGED', 'ID'],
      data.map((row) => [row.userName, row.active, row.integration, row.lastModified, row.id]),
    ),
  };
}

async function show(session: Session, typeName: string, idOrName: string, options: Options): Promise<Output> {
  const place = await placeOf(session, typeName, options);
  const quoted = JSON.stringify(idOrName);
  const key = typeName === 'User' ? 'userName' : 'displayName';
  const filter = checked(place.type, `id eq ${quoted} or ${key} eq ${quoted} or externalId eq ${quoted}`);
  const found = await find(session, place, filter, 2);
  const [one] = found;
  if (one === undefined) throw new CommandFailure(`There is no ${typeName} “${idOrName}”.`);
  if (found.length > 1)
    throw new CommandFailure(
      `“${idOrName}” is more than one ${typeName}: say which with --integration, or use its id.`,
    );
  const members = await membersOf(session, one);
  const base = scimUrls(session.config, session.origin, place.tenant.subdomain)[0] ?? '';
  const document: unknown = JSON.parse(
    createRenderer(session.deployment.registry).resource(one.stored, base, null, members),
  );
  return { data: document, text: JSON.stringify(document, null, 2) };
}

async function membersOf(session: Session, { integration, stored }: Found) {
  if (stored.memberCount === 0) return [];
  await using directory = await openDirectory(session.deployment.db, session.deployment.registry);
  const store = directory.resources(integration.no);
  const members = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<typeof store.members>> = await store.members(stored.id, {
      after,
      limit: membersAtOnce,
    });
    members.push(...page.members);
    after = page.next;
  }
  return members;
}
