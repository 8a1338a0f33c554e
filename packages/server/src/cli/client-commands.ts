import type { Client, Tenant } from '@rollcall/store';
import type { Command } from 'commander';
import { CommandFailure, sheet, table } from './output.ts';
import type { Cli } from './run.ts';
import type { Session } from './session.ts';

const tenantOption = ['--tenant <tenant>', 'sub-domain or id of the tenant (default: “default”)'] as const;
const shownOnce = 'Keep the secret now: it is not shown again.';

async function clientOf(session: Session, tenant: Tenant, id: string): Promise<Client> {
  const client = await session.control.clients.get(id);
  const integration = client === null ? null : await session.control.integrations.get(client.integrationId);
  if (client === null || integration?.tenantId !== tenant.id || client.revoked !== null)
    throw new CommandFailure(`There is no client “${id}” in the tenant “${tenant.subdomain}”.`);
  return client;
}

const secretShown = (session: Session, client: Client, clientSecret: string) => {
  const data = {
    clientId: client.id,
    name: client.name,
    clientSecret,
    tokenUrl: `${session.origin}/api/v1/oauth/token`,
  };
  return { data, text: `${sheet(data)}\n\n${shownOnce}` };
};

const target = ({ id, name }: Client) => ({ targetType: 'client', targetId: id, targetName: name });

/** OAuth 2.0 clients of an integration. */
export function clientCommands(program: Command, cli: Cli): void {
  const client = program.command('client').description('OAuth clients of an integration (client credentials)');
  client
    .command('create')
    .description('create a client and its secret')
    .requiredOption('--integration <integration>', 'name or id of the integration')
    .option('--name <name>', 'what it is called', 'client')
    .option(...tenantOption)
    .action((options: { integration: string; name: string; tenant?: string }, command: Command) =>
      cli.inSession(command, async (session) => {
        const tenant = await session.tenant(options.tenant);
        const integration = await session.integration(tenant, options.integration);
        const created = await session.tokens.createClient(integration.id, options.name);
        if (!created.ok) throw new CommandFailure(`“${integration.name}” was deleted just now.`);
        await session.audit({ tenant, action: 'create', ...target(created.value.info) });
        return secretShown(session, created.value.info, created.value.secret);
      }),
    );
  client
    .command('list')
    .description('list the clients of an integration')
    .requiredOption('--integration <integration>', 'name or id of the integration')
    .option(...tenantOption)
    .action((options: { integration: string; tenant?: string }, command: Command) =>
      cli.inSession(command, async (session) => {
        const tenant = await session.tenant(options.tenant);
        const integration = await session.integration(tenant, options.integration);
        const clients = await session.control.clients.list(integration.id);
        const rows = clients.map((one) => [
          one.name,
          one.created,
          one.revoked,
          one.secrets.map(({ fingerprint }) => fingerprint).join(' '),
          one.id,
        ]);
        return { data: clients, text: table(['NAME', 'CREATED', 'REVOKED', 'SECRETS', 'ID'], rows) };
      }),
    );
  client
    .command('rotate <client-id>')
    .description('add a secret; of the ones before it the newest stays valid')
    .option(...tenantOption)
    .action((id: string, options: { tenant?: string }, command: Command) =>
      cli.inSession(command, async (session) => {
        const tenant = await session.tenant(options.tenant);
        const found = await clientOf(session, tenant, id);
        const added = await session.tokens.addClientSecret(found.id);
        if (!added.ok) throw new CommandFailure(`“${found.name}” was revoked just now.`);
        await session.audit({ tenant, action: 'update', component: 'secret', ...target(found) });
        return secretShown(session, added.value.info, added.value.secret);
      }),
    );
  client
    .command('revoke <client-id>')
    .description('end a client, its secrets and its access tokens')
    .option(...tenantOption)
    .action((id: string, options: { tenant?: string }, command: Command) =>
      cli.inSession(command, async (session) => {
        const tenant = await session.tenant(options.tenant);
        const found = await clientOf(session, tenant, id);
        await session.control.clients.revoke(found.id);
        await session.audit({ tenant, action: 'delete', ...target(found) });
        return { data: { clientId: found.id, revoked: true }, text: `Revoked “${found.name}”.` };
      }),
    );
}
