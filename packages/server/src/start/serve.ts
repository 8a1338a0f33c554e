import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import type { Config } from '../config/config.ts';
import { scimUrls } from '../config/config.ts';
import { createServer } from '../create-server.ts';
import type { PluginFactory } from '../http/plugin.ts';
import { createLogger } from '../log/logger.ts';
import { setupLinkMinutes } from '../tokens/token-service.ts';
import { blamingAddress } from './blame-setting.ts';
import { builtConsole, ensureConsoleBuilt } from './console-build.ts';
import { openDeployment } from './deployment.ts';
import { defaultSubdomain, ensureDefaultTenant, ownerLink } from './first-start.ts';

/** Starts everything, tells where it is, and runs until SIGINT or SIGTERM. */
export async function serve(config: Config, plugins: readonly PluginFactory[]): Promise<void> {
  const log = createLogger(config.logLevel);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  // First what may be wrong with the data folder: it is told at once, not after a build.
  await using deployment = await openDeployment(config, log);
  const consoleFolder = await consoleOrOlder(say);
  await using server = await createServer(config, { log, ...deployment, consoleFolder, plugins });
  const tenant = await ensureDefaultTenant(server.context.control);
  const { origin } = await blamingAddress(() => server.start());
  say(`Rollcall is ready.\n`);
  say(`  Console   ${origin}/`);
  for (const url of scimUrls(config, origin, defaultSubdomain)) say(`  SCIM      ${url}`);
  const link = await ownerLink(server.context, tenant);
  if (link !== null) say(`\n  Become the first owner (once, within ${setupLinkMinutes} minutes):\n  ${link}\n`);
  log.info({ origin }, 'listening');
  // Kept for the next start even if this one is killed (decision 0017); only the first one has anything to write.
  flushCompileCache();
  const signal = await stopSignal();
  log.info({ signal }, 'stopping');
}

/** Identity providers must not wait for a console that can’t be built: an older build is served meanwhile. */
async function consoleOrOlder(say: (line: string) => void): Promise<string | null> {
  try {
    return await ensureConsoleBuilt(say);
  } catch (error) {
    if (!existsSync(builtConsole)) throw error;
    say(
      `The console could not be built, so the older one is served: ${error instanceof Error ? error.message : error}`,
    );
    return builtConsole;
  }
}

/** A second signal ends the process at once. */
const stopSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
