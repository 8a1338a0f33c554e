import type { MemberRole, Tenant } from '@rollcall/store';
import { type Command, InvalidArgumentError } from 'commander';
import { type PrintedLink, printLink } from '../auth/recovery.ts';
import { createLogger } from '../log/logger.ts';
import { locationOf } from '../start/deployment.ts';
import { CommandFailure } from './output.ts';
import type { Cli } from './run.ts';
import type { Session } from './session.ts';

const tenantOption = ['--tenant <tenant>', 'sub-domain or id of the tenant (default: “default”)'] as const;
const roles: readonly MemberRole[] = ['owner', 'admin', 'auditor'];

function parseRole(text: string): MemberRole {
  const role = roles.find((candidate) => candidate === text);
  if (role === undefined) throw new InvalidArgumentError(`must be one of ${roles.join(', ')}.`);
  return role;
}

function parseEmail(text: string): string {
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new InvalidArgumentError('must be an e-mail address.');
  return text;
}

const shown = (link: PrintedLink, what: string) => ({
  data: link,
  text: `${what}\n\n  ${link.url}\n\nIt works once, until ${link.expires}.`,
});

type Wanted = Parameters<typeof printLink>[1];

async function print(session: Session, wanted: Wanted): Promise<PrintedLink> {
  const { control, tokens, origin } = session;
  const link = await printLink({ control, tokens, origin }, wanted);
  if (!link.ok) throw new CommandFailure('There is no such tenant.');
  return link.value;
}

/** A link that resets something is of use to those only who can sign in to the tenant: an address that is misspelt is told. */
async function requireMember({ config, deployment, control, admin, origin }: Session, tenant: Tenant, email: string) {
  // Loaded only here: no other command needs the sign-in library, which is most of the program.
  const [{ openAccounts }, { openSignIn }] = await Promise.all([
    import('../auth/accounts-database.ts'),
    import('../auth/sign-in.ts'),
  ]);
  await using accountsDatabase = await openAccounts(locationOf(config));
  const { db } = deployment;
  const { memberships } = admin;
  const log = createLogger('warn');
  const parts = { config, db, control, log, memberships, accountsDatabase, origin, attemptsPerMinute: 0 };
  const account = await (await openSignIn(parts)).accounts.byEmail(email);
  const places = account === null ? [] : await memberships.ofUser(account.id);
  if (!places.some(({ tenantId }) => tenantId === tenant.id))
    throw new CommandFailure(
      `Nobody signs in to the tenant “${tenant.subdomain}” as ${email}. A new person joins with: rollcall admin invite ${email}`,
    );
}

/** Access to the console without mail: each command prints a link. */
export function adminCommands(program: Command, cli: Cli): void {
  const admin = program.command('admin').description('people who use the console: prints links, needs no mail');
  admin
    .command('invite')
    .description('print a link that lets a person join')
    .argument('<email>', 'of the person', parseEmail)
    .option('--role <role>', `one of ${roles.join(', ')}`, parseRole, 'admin')
    .option(...tenantOption)
    .action((email: string, options: { role: MemberRole; tenant?: string }, command: Command) =>
      cli.inSession(command, async (session) => {
        const tenant = await session.tenant(options.tenant);
        const link = await print(session, {
          kind: 'invite',
          tenantId: tenant.id,
          email,
          role: options.role,
        });
        await session.audit({ tenant, action: 'create', targetType: 'invitation', targetId: email, targetName: email });
        return shown(link, `${email} joins “${tenant.name}” as ${options.role} with this link:`);
      }),
    );
  const reset = (name: string, kind: 'password' | 'two-factor', what: string) =>
    admin
      .command(name)
      .description(`print a link that ${what}`)
      .argument('<email>', 'of the person', parseEmail)
      .option(...tenantOption)
      .action((email: string, options: { tenant?: string }, command: Command) =>
        cli.inSession(command, async (session) => {
          const tenant = await session.tenant(options.tenant);
          await requireMember(session, tenant, email);
          const link = await print(session, { kind, tenantId: tenant.id, email });
          await session.audit({
            tenant,
            action: 'update',
            component: kind,
            targetType: 'user',
            targetId: email,
            targetName: email,
          });
          return shown(link, `For ${email}:`);
        }),
      );
  reset('reset-password', 'password', 'lets a person choose a new password');
  reset('reset-two-factor', 'two-factor', 'lets a person set up the second factor anew');
}
