import { openAccounts } from '../auth/accounts-database.ts';
import type { PluginFactory, ServerPlugin } from '../http/plugin.ts';
import type { Running } from './running.ts';

export interface AdminOptions {
  /** Attempts to sign in a minute and client address. */
  readonly attemptsPerMinute: number;
}

const standard: AdminOptions = { attemptsPerMinute: 20 };

/** Sign-in and the admin API, as a part of the server. */
export const adminPluginWith =
  (given: Partial<AdminOptions> = {}): PluginFactory =>
  async (context): Promise<ServerPlugin> => {
    const options = { ...standard, ...given };
    const accounts = await openAccounts({ url: context.config.databaseUrl, dataDir: context.config.dataDir });
    let running: Promise<Running> | null = null;
    // Loaded by the first request for it: sign-in with all its protocols is most of what the process would hold in memory and
    // read at its start, and a server that only syncs never needs it. By then the address is known, which cookies, passkeys and provider URLs hold.
    const started = (): Promise<Running> => {
      running ??= import('./running.ts')
        .then(({ run }) => run(context, options, accounts))
        .catch((error: unknown) => {
          running = null;
          throw error;
        });
      return running;
    };
    return {
      name: 'admin',
      routes: [
        { prefix: '/api/auth', handle: async (request, info) => (await started()).auth.handle(request, info) },
        { prefix: '/api/v1', handle: async (request, info) => (await started()).app.handle(request, info) },
      ],
      async [Symbol.asyncDispose]() {
        await running?.catch(() => {});
        await accounts[Symbol.asyncDispose]();
      },
    };
  };

export const adminPlugin: PluginFactory = adminPluginWith();
