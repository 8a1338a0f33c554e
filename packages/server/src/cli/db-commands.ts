import { migrate, migrationStatus } from '@rollcall/store';
import type { Command } from 'commander';
import { openConfiguredDatabase } from '../start/deployment.ts';
import { CommandFailure, table } from './output.ts';
import type { Cli } from './run.ts';

export function dbCommands(program: Command, cli: Cli): void {
  const db = program.command('db').description('the database');
  db.command('status')
    .description('which migrations were applied')
    .action(async (_options: object, command: Command) => {
      await using database = await openConfiguredDatabase(cli.config());
      const status = await migrationStatus(database);
      const rows = [
        ...status.applied.map(({ number, name, at }) => [number, name, at]),
        ...status.pending.map(({ number, name }) => [number, name, 'pending']),
      ];
      cli.print(command, {
        data: { database: database.dialect.name, ...status },
        text: table(['NO', 'NAME', 'APPLIED'], rows),
      });
      if (status.unknown.length > 0)
        throw new CommandFailure('The database was written by a newer release of Rollcall; this program can’t use it.');
    });
  db.command('migrate')
    .description('bring the database up to this program')
    .action(async (_options: object, command: Command) => {
      await using database = await openConfiguredDatabase(cli.config());
      const applied = (await migrate(database)).map(({ number, name }) => ({ number, name }));
      const text =
        applied.length === 0
          ? 'The database is up to date.'
          : applied.map(({ number, name }) => `Applied ${number} ${name}`).join('\n');
      cli.print(command, { data: { applied }, text });
    });
}
