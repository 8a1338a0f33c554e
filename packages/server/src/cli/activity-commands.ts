import type { LoggedRequest } from '@rollcall/store';
import { type Command, InvalidArgumentError } from 'commander';
import { oneLine } from './output.ts';
import type { Cli } from './run.ts';
import { openSession } from './session.ts';

function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count > 1_000) throw new InvalidArgumentError('must be a whole number up to 1000.');
  return count;
}

const tellOf = ({ detail }: LoggedRequest): string => {
  if (detail === null) return '';
  const parts = [
    detail.cause ?? '',
    detail.changed.length > 0 ? `changed ${detail.changed.join(', ')}` : '',
    detail.ignored.length > 0 ? `ignored ${detail.ignored.join(', ')}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `  [${parts.join('; ')}]`;
};

const lineOf = (request: LoggedRequest): string => {
  const time = new Date(request.time).toISOString();
  const duration = `${(request.durationMicros / 1000).toFixed(1)} ms`;
  return oneLine(
    `${time}  ${request.status}  ${request.method.padEnd(6)} ${request.path}  ${duration}  ${request.userAgent}  ${request.requestId}${tellOf(request)}`,
  );
};

export function activityCommands(program: Command, cli: Cli): void {
  const activity = program.command('activity').description('SCIM requests that were received');
  activity
    .command('tail')
    .description('show the latest requests, with --follow also those that arrive')
    .option('-n, --lines <n>', 'how many', parseCount, 20)
    .option('-f, --follow', 'go on until interrupted')
    .option('--integration <integration>', 'only those of one integration')
    .option('--tenant <tenant>', 'sub-domain or id of the tenant (default: “default”)')
    .action(
      async (options: { lines: number; follow?: true; integration?: string; tenant?: string }, command: Command) => {
        await using session = await openSession(cli.config());
        const tenant = await session.tenant(options.tenant);
        const only = options.integration === undefined ? null : await session.integration(tenant, options.integration);
        const json = command.optsWithGlobals().json === true;
        const show = (request: LoggedRequest) => cli.line(json ? JSON.stringify(request) : lineOf(request));
        const { requestLog } = session.deployment;
        // Listened to before the latest are read: none that arrives in between is missed.
        const held: LoggedRequest[] = [];
        let tell = (batch: readonly LoggedRequest[]) => void held.push(...batch);
        const stop = options.follow === true ? await requestLog.subscribe((batch) => tell(batch)) : null;
        const latest = await requestLog.list({
          tenantNo: tenant.no,
          limit: options.lines,
          ...(only === null ? {} : { integrationNos: [only.no] }),
        });
        for (const request of latest.toReversed()) show(request);
        if (stop === null) return;
        const shown = new Set(latest.map(({ no }) => no));
        tell = (batch) => {
          for (const request of batch)
            if (request.tenantNo === tenant.no && (only?.no ?? request.integrationNo) === request.integrationNo)
              if (!shown.has(request.no)) show(request);
        };
        tell(held);
        // Timers of the log don't keep the process alive, this one does.
        const alive = setInterval(() => {}, 60_000);
        await new Promise<void>((resolve) => {
          for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
        });
        clearInterval(alive);
        stop();
      },
    );
}
