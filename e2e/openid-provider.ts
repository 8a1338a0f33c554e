import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

export interface OpenIdProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Enters where people are sent back to, as Rollcall shows it. */
  register(redirectUri: string): void;
}

/**
 * A certified OpenID provider with pages of its own, on a free port: it asks for a name and a password and takes any. As
 * the specification wants it, the e-mail address is told by its user-info end point and not in the ID token.
 */
export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  let handle: ReturnType<Provider['callback']> | null = null;
  const server = createServer((request, response) => handle?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const issuer = `http://127.0.0.1:${address.port}`;
  const client = { client_id: 'rollcall', client_secret: crypto.randomUUID() };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kty: 'RSA', kid: 'one', alg: 'RS256', use: 'sig' };
  const serve = (redirectUris: readonly string[]) => {
    const provider = new Provider(issuer, {
      clients: redirectUris.length === 0 ? [] : [{ ...client, redirect_uris: [...redirectUris] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      findAccount: (_, login) => ({
        accountId: login,
        claims: () => ({ sub: login, email: login, email_verified: true, name: login.split('@')[0] ?? login }),
      }),
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      cookies: { keys: [crypto.randomUUID()] },
      jwks: { keys: [key] },
    });
    handle = provider.callback();
  };
  serve([]);
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    register: (redirectUri) => serve([redirectUri]),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
