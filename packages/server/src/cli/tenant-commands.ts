import type { Command } from 'commander';
import { CommandFailure, sheet, table } from './output.ts';
import type { Cli } from './run.ts';

const subdomainPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export function tenantCommands(program: Command, cli: Cli): void {
  const tenant = program.command('tenant').description('tenants of this deployment');
  tenant
    .command('create')
    .description('create a tenant')
    .requiredOption('--subdomain <subdomain>', 'its sub-domain below each API domain')
    .option('--name <name>', 'what it is called; the sub-domain when left out')
    .action((options: { subdomain: string; name?: string }, command: Command) =>
      cli.inSession(command, async (session) => {
        const subdomain = options.subdomain.toLowerCase();
        if (!subdomainPattern.test(subdomain))
          throw new CommandFailure(`“${options.subdomain}” is no sub-domain: use letters, digits and hyphens.`);
        const created = await session.control.tenants.create({ subdomain, name: options.name ?? subdomain });
        if (!created.ok) throw new CommandFailure(`There is a tenant “${subdomain}” already.`);
        const { id, name } = created.value;
        await session.audit({
          tenant: created.value,
          action: 'create',
          targetType: 'tenant',
          targetId: id,
          targetName: name,
        });
        const data = { id, subdomain, name };
        return { data, text: sheet(data) };
      }),
    );
  tenant
    .command('list')
    .description('list the tenants')
    .action((_options: object, command: Command) =>
      cli.inSession(command, async (session) => {
        const tenants = await session.control.tenants.list();
        return {
          data: tenants.map(({ id, subdomain, name, created }) => ({ id, subdomain, name, created })),
          text: table(
            ['SUB-DOMAIN', 'NAME', 'CREATED', 'ID'],
            tenants.map(({ id, subdomain, name, created }) => [subdomain, name, created, id]),
          ),
        };
      }),
    );
}
