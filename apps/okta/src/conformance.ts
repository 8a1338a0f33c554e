import { report, runChecks } from '@rollcall/conformance';
import { CommandError, type MoreCommands, parseUrl } from '@rollcall/okta-emulator/cli';

/** `okta conformance`: the graded checks against any SCIM server. */
export const conformanceCommand: MoreCommands = (program, print) => {
  program
    .command('conformance')
    .description(
      'Check a SCIM server: RFC 7643 and 7644, Okta’s SPEC test. It makes and removes people and groups of its own.',
    )
    .requiredOption('--url <url>', 'SCIM base URL', parseUrl)
    .requiredOption('--token <token>', 'bearer token')
    .option('--only <text>', 'only checks whose name contains this')
    .option('--json', 'print JSON')
    .action(async (options: { url: string; token: string; only?: string; json?: boolean }) => {
      // A server that is not there would fail every check with the same words.
      await fetch(options.url).catch((error: unknown) => {
        const cause = error instanceof Error ? (error.cause ?? error) : error;
        throw new CommandError(`${options.url} does not answer: ${cause instanceof Error ? cause.message : cause}`);
      });
      const results = await runChecks({ baseUrl: options.url, token: options.token, only: options.only ?? '' });
      const failed = results.some((result) => result.grade === 'fail');
      print({ value: results, text: report(results), failed }, options.json === true);
    });
};
