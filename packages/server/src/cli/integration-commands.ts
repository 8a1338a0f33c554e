import type { Integration, Tenant, TokenInfo } from '@rollcall/store';
import { type Command, InvalidArgumentError } from 'commander';
import { scimUrls } from '../config/config.ts';
import { graceHoursAtMost } from '../tokens/token-service.ts';
import { CommandFailure, type Output, sheet, table } from './output.ts';
import type { Cli } from './run.ts';
import type { Session } from './session.ts';

const scimUrlsOf = (session: Session, tenant: Tenant) => scimUrls(session.config, session.origin, tenant.subdomain);
const scimUrlOf = (session: Session, tenant: Tenant): string => scimUrlsOf(session, tenant)[0] ?? '';

function parseHours(text: string): number {
  const hours = Number(text);
  if (text.trim() === '' || !(hours >= 0 && hours <= graceHoursAtMost))
    throw new InvalidArgumentError(`must be 0 to ${graceHoursAtMost} hours.`);
  return hours;
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (!/^\d+$/.test(text) || rate < 1) throw new InvalidArgumentError('must be a whole number of requests a second.');
  return rate;
}

function parseTime(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError('must be a time like 2027-01-31 or 2027-01-31T12:00:00Z.');
  return new Date(time).toISOString();
}

interface TokenOptions {
  readonly expires?: string;
  readonly rateLimit?: number;
}

const tokenOptions = (options: TokenOptions) => ({
  expires: options.expires ?? null,
  rateLimit: options.rateLimit ?? null,
});

/** Commands that name one integration of a tenant. */
const withIntegration = (
  cli: Cli,
  command: Command,
  nameOrId: string,
  work: (session: Session, tenant: Tenant, integration: Integration) => Promise<Output>,
) =>
  cli.inSession(command, async (session) => {
    const tenant = await session.tenant(command.opts<{ tenant?: string }>().tenant);
    return work(session, tenant, await session.integration(tenant, nameOrId));
  });

const target = ({ id, name }: Integration) => ({ targetType: 'integration', targetId: id, targetName: name });
const shownOnce = 'Keep it now: it is not shown again.';

const tenantOption = ['--tenant <tenant>', 'sub-domain or id of the tenant (default: “default”)'] as const;
const expiresOption = ['--expires <time>', 'when the token ends', parseTime] as const;
const rateOption = ['--rate-limit <n>', 'requests a second that the token may make', parseRate] as const;

export function integrationCommands(program: Command, cli: Cli): void {
  const integration = program.command('integration').description('connections to identity providers');
  addCreate(integration, cli);
  addList(integration, cli);
  addShow(integration, cli);
  addRename(integration, cli);
  addRotate(integration, cli);
  addDelete(integration, cli);
}

function addCreate(integration: Command, cli: Cli): void {
  integration
    .command('create')
    .description('create an integration and its token')
    .requiredOption('--name <name>', 'its name, unique in the tenant')
    .option(...tenantOption)
    .option(...expiresOption)
    .option(...rateOption)
    .action((options: TokenOptions & { name: string; tenant?: string }, command: Command) =>
      cli.inSession(command, async (session) => {
        const name = options.name.trim();
        if (name === '' || name.length > 100) throw new CommandFailure('A name has 1 to 100 characters.');
        const tenant = await session.tenant(options.tenant);
        const created = await session.tokens.createIntegration({
          tenantId: tenant.id,
          name,
          token: tokenOptions(options),
        });
        if (!created.ok) throw new CommandFailure(`There is an integration “${name}” already.`);
        const { integration: made } = created.value.info;
        await session.audit({ tenant, action: 'create', ...target(made) });
        const data = { id: made.id, name: made.name, scimUrl: scimUrlOf(session, tenant), token: created.value.secret };
        return { data, text: `${sheet(data)}\n\n${shownOnce}` };
      }),
    );
}

function addList(integration: Command, cli: Cli): void {
  integration
    .command('list')
    .description('list the integrations of a tenant')
    .option(...tenantOption)
    .action((options: { tenant?: string }, command: Command) =>
      cli.inSession(command, async (session) => {
        const tenant = await session.tenant(options.tenant);
        const found = await session.control.integrations.list(tenant.id);
        return {
          data: found.map(({ id, name, created, lastContact, setupFinished }) => ({
            id,
            name,
            created,
            lastContact,
            setupFinished,
          })),
          text: table(
            ['NAME', 'CREATED', 'LAST CONTACT', 'ID'],
            found.map(({ id, name, created, lastContact }) => [name, created, lastContact, id]),
          ),
        };
      }),
    );
}

const tokenState = ({ revoked, expires }: TokenInfo): string => {
  if (revoked !== null) return 'revoked';
  return expires !== null && expires <= new Date().toISOString() ? 'expired' : 'live';
};

function addShow(integration: Command, cli: Cli): void {
  integration
    .command('show <integration>')
    .description('show an integration, its URLs and tokens')
    .option(...tenantOption)
    .action((nameOrId: string, _options: object, command: Command) =>
      withIntegration(cli, command, nameOrId, async (session, tenant, found) => {
        const { id, name, created, lastContact, setupFinished, settings } = found;
        const tokens = (await session.control.tokens.list(id)).filter(({ kind }) => kind === 'static');
        const urls = scimUrlsOf(session, tenant);
        const rows = tokens.map((token) => [
          token.fingerprint,
          tokenState(token),
          token.created,
          token.expires,
          token.lastUsed,
          token.userAgent,
        ]);
        return {
          data: { id, name, created, lastContact, setupFinished, settings, scimUrls: urls, tokens },
          text: `${sheet({ name, id, created, 'last contact': lastContact, 'SCIM URL': urls.join(', ') })}\n\n${table(['TOKEN', 'STATE', 'CREATED', 'EXPIRES', 'LAST USED', 'BY'], rows)}`,
        };
      }),
    );
}

function addRename(integration: Command, cli: Cli): void {
  integration
    .command('rename <integration>')
    .description('rename an integration')
    .requiredOption('--name <name>', 'the new name')
    .option(...tenantOption)
    .action((nameOrId: string, options: { name: string }, command: Command) =>
      withIntegration(cli, command, nameOrId, async (session, tenant, found) => {
        const renamed = await session.control.integrations.update(found.id, { name: options.name });
        if (!renamed.ok) throw new CommandFailure(`There is an integration “${options.name}” already.`);
        await session.audit({ tenant, action: 'update', component: 'name', ...target(renamed.value) });
        const data = { id: found.id, name: renamed.value.name };
        return { data, text: sheet(data) };
      }),
    );
}

function addRotate(integration: Command, cli: Cli): void {
  integration
    .command('rotate <integration>')
    .description('make a new token; the old one dies at once or after a grace')
    .option('--grace <hours>', 'for how many hours the old token stays valid (0 to 24)', parseHours, 0)
    .option(...expiresOption)
    .option(...rateOption)
    .option(...tenantOption)
    .action((nameOrId: string, options: TokenOptions & { grace: number }, command: Command) =>
      withIntegration(cli, command, nameOrId, async (session, tenant, found) => {
        const rotated = await session.tokens.rotateToken(found.id, {
          ...tokenOptions(options),
          graceHours: options.grace,
        });
        if (!rotated.ok) throw new CommandFailure(`“${found.name}” was deleted just now.`);
        await session.audit({ tenant, action: 'update', component: 'token', ...target(found) });
        const data = {
          id: found.id,
          name: found.name,
          scimUrl: scimUrlOf(session, tenant),
          token: rotated.value.secret,
        };
        return { data, text: `${sheet(data)}\n\n${shownOnce}` };
      }),
    );
}

function addDelete(integration: Command, cli: Cli): void {
  integration
    .command('delete <integration>')
    .description('delete an integration: its token stops at once')
    .requiredOption('--confirm <name>', 'the name of the integration, to be sure')
    .option(...tenantOption)
    .action((nameOrId: string, options: { confirm: string }, command: Command) =>
      withIntegration(cli, command, nameOrId, async (session, tenant, found) => {
        if (options.confirm !== found.name) throw new CommandFailure(`--confirm must be “${found.name}”.`);
        await session.control.integrations.remove(found.id);
        await session.audit({ tenant, action: 'delete', ...target(found) });
        return { data: { id: found.id, name: found.name, deleted: true }, text: `Deleted “${found.name}”.` };
      }),
    );
}
