import { passkey } from '@better-auth/passkey';
import { sso } from '@better-auth/sso';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { twoFactor } from 'better-auth/plugins';
import type { Logger } from '../log/logger.ts';
import type { AccountsDatabase } from './accounts-database.ts';
import { clientAddressHeader, consoleOrigins } from './origins.ts';
import type { SsoPolicy } from './sso-policy.ts';

export const passwordLength = { least: 12, most: 128 } as const;

export interface AuthOptions {
  readonly accounts: AccountsDatabase;
  /** Signs cookies and encrypts second factors; the same in every process of a deployment. */
  readonly secret: string;
  /** Origin of the console. */
  readonly origin: string;
  readonly log: Logger;
  readonly sso: SsoPolicy;
  /** Sign-in attempts a minute and client address. */
  readonly attemptsPerMinute: number;
  /** Runs work while no other server of the deployment runs its own. */
  alone(work: () => Promise<void>): Promise<void>;
}

const days = (n: number): number => n * 86_400;

/** The library made that column itself, and takes it for a surprise. */
const isNoise = (message: string): boolean =>
  /lastRequest in table rateLimit .* Expected number but got int8/.test(message);

/** The provider that a session comes from; one that takes the place of another keeps what that one had. */
function vouchedBy(
  session: { readonly [field: string]: unknown },
  context: { readonly path: string; readonly params?: Readonly<Record<string, unknown>> | undefined } | null,
): string | null {
  const providerId = context?.path?.startsWith('/sso/') ? context.params?.providerId : session.vouchedBy;
  return typeof providerId === 'string' ? providerId : null;
}

/** The sign-in library with everything that this product turns on. Nobody can sign up: people come by a link or by their provider. */
function configure(options: AuthOptions) {
  const url = new URL(options.origin);
  const attempts = { window: 60, max: options.attemptsPerMinute };
  return {
    appName: 'Rollcall',
    baseURL: options.origin,
    basePath: '/api/auth',
    secret: options.secret,
    database: options.accounts.option,
    trustedOrigins: async (request) => [
      ...consoleOrigins(options.origin),
      ...(request && /\/sso(\/|$)/.test(new URL(request.url).pathname) ? await options.sso.issuerOrigins() : []),
    ],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      revokeSessionsOnPasswordReset: true,
    },
    session: {
      expiresIn: days(7),
      updateAge: days(1),
      additionalFields: {
        tenantId: { type: 'string', required: false, input: false },
        vouchedBy: { type: 'string', required: false, input: false },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => ({ data: { ...session, vouchedBy: vouchedBy(session, context) } }),
        },
      },
    },
    account: { accountLinking: { enabled: true, disableImplicitLinking: true } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: Math.max(300, options.attemptsPerMinute),
      customRules: {
        '/sign-in/*': attempts,
        '/two-factor/*': attempts,
        '/passkey/verify-authentication': attempts,
        '/change-password': attempts,
      },
    },
    advanced: {
      cookiePrefix: 'rollcall',
      // The library turns these checks off in a test run; what is tested must be what runs.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      useSecureCookies: url.protocol === 'https:',
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    onAPIError: { errorURL: `${options.origin}/sign-in` },
    logger: {
      level: 'warn',
      log: (level, message) => isNoise(message) || options.log[level]({ part: 'auth' }, message),
    },
    telemetry: { enabled: false },
    plugins: [
      twoFactor({ issuer: 'Rollcall', allowPasswordless: true }),
      passkey({ rpID: url.hostname, rpName: 'Rollcall', origin: [...consoleOrigins(options.origin)] }),
      sso({
        providersLimit: 0,
        provisionUserOnEveryLogin: true,
        resolveUser: (input, { database }) => options.sso.resolve(input, database),
        provisionUser: ({ user, provider }) => options.sso.provision(user, provider.providerId),
        schema: {
          ssoProvider: {
            additionalFields: {
              tenantId: { type: 'string', required: true, input: false },
              name: { type: 'string', required: true, input: false },
              defaultRole: { type: 'string', required: false, input: false },
              createdAt: { type: 'date', required: true, input: false },
            },
          },
        },
      }),
    ],
  } satisfies BetterAuthOptions;
}

const build = (options: AuthOptions) => betterAuth(configure(options));

export type Auth = ReturnType<typeof build>;

/** Brings the tables up to date, before the library looks whether they are, and opens it. */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  await options.alone(async () => {
    await options.accounts.prepare();
    const { runMigrations } = await getMigrations(configure(options));
    await runMigrations();
  });
  return build(options);
}
