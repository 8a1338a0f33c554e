import type { PluginRoute } from '../http/plugin.ts';
import { readWithin } from '../http/read-within.ts';
import type { Accounts } from './accounts.ts';
import type { Auth } from './auth.ts';
import { clientAddressHeader } from './origins.ts';

/**
 * What of the sign-in library can be reached. Everything else of it (signing up, changing an address, registering a
 * provider …) is done by links, by the command line or through the admin API, or not at all.
 */
const reachable: readonly RegExp[] = [
  /^\/(get-session|sign-out|change-password|update-user|list-accounts)$/,
  /^\/sign-in\/(email|sso)$/,
  /^\/two-factor\/(enable|disable|verify-totp|verify-backup-code|generate-backup-codes|get-totp-uri)$/,
  /^\/passkey\/[a-z-]+$/,
  /^\/sso\/callback\/[^/]+$/,
  /^\/sso\/saml2\/sp\/(acs\/[^/]+|metadata)$/,
];

/** Ways of signing in that would outlive a session: only for who has proved by themselves who they are. */
const ofTheirOwn =
  /^\/(change-password|two-factor\/(enable|disable|generate-backup-codes|get-totp-uri)|passkey\/(generate-register-options|verify-registration|update-passkey|delete-passkey))$/;

const vouchedOnly = {
  code: 'SIGNED_IN_THROUGH_PROVIDER',
  message:
    'You came through a single sign-on provider: passwords, second factors and passkeys are not changed from there.',
};

const prefix = '/api/auth';
/** A SAML response with many attributes is some ten KiB. */
const bodyLimit = 1_048_576;

export function authRoute(auth: Auth, accounts: Accounts): PluginRoute {
  return {
    prefix,
    async handle(request, info) {
      const path = new URL(request.url).pathname.slice(prefix.length);
      if (!reachable.some((pattern) => pattern.test(path)))
        return Response.json({ message: 'Not found' }, { status: 404 });
      if (ofTheirOwn.test(path) && (await accounts.signedIn(request.headers))?.voucher)
        return Response.json(vouchedOnly, { status: 403 });
      const headers = new Headers(request.headers);
      headers.delete('x-forwarded-for');
      headers.set(clientAddressHeader, info.remoteAddress);
      const { method } = request;
      const reads = method === 'GET' || method === 'HEAD';
      const body = reads ? null : await readWithin(request, bodyLimit);
      if (!reads && body === null) return Response.json({ message: 'The body is too large' }, { status: 413 });
      const response = await auth.handler(new Request(request.url, { method, headers, body }));
      const wait = response.headers.get('x-retry-after');
      if (wait === null) return response;
      const answered = new Response(response.body, response);
      answered.headers.set('retry-after', wait);
      return answered;
    },
  };
}
