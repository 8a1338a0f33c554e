import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { ensureEmulatorConsole } from '../console-build.ts';
import { createOktaEmulator } from '../emulator.ts';
import { runScenario } from '../scenario/run.ts';
import { appConfigure, appCreate, assign, importPeople, type Outcome, pushGroup, testConnector } from './commands.ts';
import { CommandError, Connection, leaveNote, runningEmulator } from './connection.ts';
import { dataOption, hostOption, listenProblem, parseUrl, portOption, type SeedSize, seedOption } from './settings.ts';

/** Further commands that need packages which the emulator does not know. */
export type MoreCommands = (program: Command, print: (outcome: Outcome, json: boolean) => void) => void;

export { CommandError } from './connection.ts';
export { listenProblem, parsePort, parseUrl } from './settings.ts';

const print = (outcome: Outcome, json: boolean): void => {
  console.log(json ? JSON.stringify(outcome.value, null, 2) : outcome.text);
  if (outcome.failed === true) process.exitCode = 1;
};

interface Common {
  readonly data: string;
  readonly json?: boolean;
}

const collect = (value: string, before: string[]) => [...before, value];

/** `npm run okta`: without a command it starts the emulator; the commands drive it. Exit codes: 0, 1 failed, 2 misused. */
export async function runOktaCli(argv: readonly string[], more: MoreCommands = () => {}): Promise<void> {
  const program = new Command('okta')
    // An option after a command is the command's own.
    .enablePositionalOptions()
    .description('Okta emulator: the identity provider’s side of SCIM provisioning.')
    .addOption(portOption())
    .addOption(hostOption())
    .addOption(dataOption())
    .addOption(seedOption())
    .option('--no-console', 'APIs only: the web console is neither built nor needed')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .allowExcessArguments()
    .action(async (options: ServeOptions, { args: [word] }: Command) => {
      if (word !== undefined) program.error(`error: there is no command '${word}'; --help lists them`);
      await serve(options);
    });

  const command = (name: string, description: string, parent: Command = program) =>
    parent.command(name).description(description).addOption(dataOption()).option('--json', 'print JSON');
  const withEmulator = async (common: Common, run: (connection: Connection) => Promise<Outcome>) => {
    await using connection = await Connection.open(common.data);
    print(await run(connection), common.json === true);
  };

  const app = program.command('app').description('Applications.');
  command('create', 'Create a SAML 2.0 app integration.', app)
    .requiredOption('--label <name>')
    .option('--sso-url <url>', 'Single sign-on URL', 'https://placeholder.example/sso')
    .option('--audience <uri>', 'Audience URI (SP Entity ID)', 'https://placeholder.example')
    .option('--hide', 'do not display the icon to users', false)
    .action((options: Common & Parameters<typeof appCreate>[1]) =>
      withEmulator(options, (connection) => appCreate(connection, options)),
    );
  command('configure <app>', 'Turn SCIM on: base URL, token, To App settings.', app)
    .requiredOption('--base-url <url>', 'SCIM connector base URL', parseUrl)
    .requiredOption('--token <token>', 'HTTP Header authorization')
    .option('--unique-id-field <name>', 'Unique identifier field for users', 'userName')
    .option('--dialect <provider>', 'okta-aiw, okta-catalog, entra, entra-compliant, onelogin, jumpcloud, authentik')
    .option('--import-users', 'Import New Users and Profile Updates', false)
    .option('--import-groups', 'Import Groups', false)
    .action((name: string, options: Common & Parameters<typeof appConfigure>[2]) =>
      withEmulator(options, (connection) => appConfigure(connection, name, options)),
    );
  command('test-connector <app>', 'Test Connector Configuration.').action((name: string, options: Common) =>
    withEmulator(options, (connection) => testConnector(connection, name)),
  );
  command('assign <app>', 'Assign people and groups; waits until they are pushed.')
    .option('--user <login>', 'may be repeated', collect, [])
    .option('--group <name>', 'may be repeated', collect, [])
    .action((name: string, options: Common & Parameters<typeof assign>[2]) =>
      withEmulator(options, (connection) => assign(connection, name, options)),
    );
  command('push-group <app> <groups...>', 'Push groups; waits until they are pushed.')
    .option('--link <name>', 'link with this group of the application')
    .option('--accept-conflict', 'also where the group is used for assignment', false)
    .option('--no-members', 'do not push group memberships')
    .action((name: string, groups: string[], options: Common & Parameters<typeof pushGroup>[3]) =>
      withEmulator(options, (connection) => pushGroup(connection, name, groups, options)),
    );
  command('import <app>', 'Import people from the application.')
    .option('--confirm', 'link or create everybody found', false)
    .action((name: string, options: Common & { readonly confirm: boolean }) =>
      withEmulator(options, (connection) => importPeople(connection, name, options.confirm)),
    );
  program
    .command('run <scenario>')
    .description('Play a scenario (YAML) against a SCIM server, in an org of its own in memory.')
    .option('--json', 'print JSON')
    .option('--url <url>', 'SCIM base URL, instead of the one in the file', parseUrl)
    .option('--token <token>', 'token, instead of the one in the file')
    .action(async (file: string, options: { json?: boolean; url?: string; token?: string }) => {
      const result = await runScenario(readScenario(file), options);
      print({ value: result, text: result.lines.join('\n'), failed: !result.ok }, options.json === true);
    });
  more(program, print);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { message: summary, causes } = error;
    // A script that asked for JSON reads the reason where it reads everything else.
    if (argv.includes('--json')) console.log(JSON.stringify({ error: { summary, causes } }, null, 2));
    else console.error([summary, ...causes].join('\n  '));
    process.exitCode = 1;
  }
}

function readScenario(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`The scenario cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly seed?: SeedSize;
  readonly console: boolean;
}

async function serve({ data: dataDir, host, port, seed = 0, console: withConsole }: ServeOptions): Promise<void> {
  const other = runningEmulator(dataDir);
  if (other !== null) throw new CommandError(`An emulator runs on ${dataDir} already: ${other.url}`);
  if (withConsole) await ensureEmulatorConsole((line) => console.error(line));
  const onSeed = (done: number, total: number) => console.error(`Filling the org: ${done} of ${total} people`);
  const start = () =>
    createOktaEmulator({ dataDir, host, port, ...(seed === 0 ? {} : { seed, onSeed }) }).catch((error: unknown) => {
      const problem = listenProblem(error);
      if (problem === null) throw error;
      throw new CommandError(`${problem}; --port and --host (OKTA_PORT, OKTA_HOST) choose another address.`);
    });
  await using emulator = await start();
  const removeNote = leaveNote(dataDir, emulator);
  const { org } = emulator.engine;
  console.log(`Okta emulator: ${org.users.size} people, ${org.groups.size} groups\n`);
  console.log(`  Console    ${emulator.url}`);
  console.log(`  Sign in    ${emulator.admin.username}  ${emulator.admin.password}`);
  console.log(`  API token  ${emulator.apiToken}   (Authorization: SSWS …, ${emulator.url}/api/v1)\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  removeNote();
}
