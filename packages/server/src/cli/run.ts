import { Command, CommanderError } from 'commander';
import { type Config, envToCfg } from '../config/config.ts';
import { readEnv, unknownSettings } from '../config/read-env.ts';
import { activityCommands } from './activity-commands.ts';
import { adminCommands } from './admin-commands.ts';
import { clientCommands } from './client-commands.ts';
import { dbCommands } from './db-commands.ts';
import { directoryCommands } from './directory-commands.ts';
import { doctorCommand } from './doctor-command.ts';
import { integrationCommands } from './integration-commands.ts';
import { harmless, type Output } from './output.ts';
import { openSession, type Session } from './session.ts';
import { tenantCommands } from './tenant-commands.ts';

export interface CliOptions {
  /** Where settings are read from; the process’s own environment when left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly out?: (text: string) => void;
  readonly err?: (text: string) => void;
}

/** What commands are made with. */
export interface Cli {
  config(): Config;
  /** Opens the deployment, runs the command, prints what it says as text or with `--json`. */
  inSession(command: Command, work: (session: Session) => Promise<Output>): Promise<void>;
  print(command: Command, output: Output): void;
  /** One line at once, for commands that go on. */
  line(text: string): void;
}

const exitCodes = `
Exit codes: 0 done, 1 not possible (the reason is on standard error), 2 wrong usage or configuration.`;

function configured(env: CliOptions['env']): Config {
  const parsed = envToCfg(readEnv(env));
  if (parsed.ok) return parsed.value;
  throw new CommanderError(2, 'rollcall.config', parsed.error.map(({ message }) => message).join('\n'));
}

const wantsJson = (command: Command): boolean => command.optsWithGlobals().json === true;

export function buildProgram(cli: Cli): Command {
  const program = new Command('rollcall')
    .description('A self-hosted SCIM directory: tenants, integrations, tokens and what was pushed.')
    .option('--json', 'answer in JSON')
    .addHelpText('after', exitCodes)
    .exitOverride();
  const groups = [
    tenantCommands,
    integrationCommands,
    clientCommands,
    adminCommands,
    directoryCommands,
    activityCommands,
    dbCommands,
    doctorCommand,
  ];
  program
    .command('serve')
    .description('run the server (the same as npm start)')
    .action(async () => {
      const config = cli.config();
      // Loaded only here: no other command needs the console's side.
      const [{ serve }, { plugins }] = await Promise.all([import('../start/serve.ts'), import('../plugins.ts')]);
      await serve(config, plugins);
    });
  for (const add of groups) add(program, cli);
  // Commander hands settings on to subcommands only when they are made by it, so each gets the option itself.
  for (const command of descendants(program)) {
    if (!command.options.some((option) => option.long === '--json')) command.option('--json', 'answer in JSON');
    command.exitOverride();
  }
  return program;
}

const descendants = (command: Command): readonly Command[] =>
  command.commands.flatMap((child) => [child, ...descendants(child)]);

/** Runs one command line; resolves with the exit code. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<number> {
  const out = options.out ?? ((text) => process.stdout.write(`${harmless(text)}\n`));
  const err = options.err ?? ((text) => process.stderr.write(`${harmless(text)}\n`));
  const print = (command: Command, { data, text }: Output) => out(wantsJson(command) ? JSON.stringify(data) : text);
  const cli: Cli = {
    config: () => configured(options.env),
    print,
    line: out,
    async inSession(command, work) {
      await using session = await openSession(cli.config());
      print(command, await work(session));
    },
  };
  const asJson = args.includes('--json');
  const failed = (message: string) => err(asJson ? JSON.stringify({ error: message }) : message);
  for (const name of unknownSettings(options.env)) err(`${name} is not a setting of Rollcall; is it misspelt?`);
  try {
    const program = buildProgram(cli);
    // What is wrong with the line itself is told in the same form as what is wrong with what it asks.
    const outputError = (text: string, write: (text: string) => void) =>
      asJson ? failed(text.replace(/^error: /, '').trim()) : write(text);
    const writeOut = (text: string) => out(text.replace(/\n$/, ''));
    const writeErr = (text: string) => err(text.replace(/\n$/, ''));
    for (const command of [program, ...descendants(program)])
      command.configureOutput({ writeOut, writeErr, outputError });
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its own messages by now; ours has a code of its own.
      if (error.code === 'rollcall.config') failed(error.message);
      return error.exitCode === 0 ? 0 : 2;
    }
    failed(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
