import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

/** The person that the issuer says has signed in. */
export interface Subject {
  readonly sub: string;
  readonly email: string;
  readonly name: string;
}

export interface Issuer extends AsyncDisposable {
  readonly url: string;
  subject: Subject;
  /** Says what an identity provider must not: for tests that this is noticed. */
  tamper: (claims: Record<string, unknown>) => Record<string, unknown>;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

/** An OpenID Connect provider that signs everybody in, as little of one as there can be. */
export async function startIssuer(clientId: string, clientSecret: string): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, { readonly challenge: string | null; readonly redirect: string }>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', issuer.url);
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (url.pathname === '/.well-known/openid-configuration')
      return json(200, {
        issuer: issuer.url,
        authorization_endpoint: `${issuer.url}/authorize`,
        token_endpoint: `${issuer.url}/token`,
        jwks_uri: `${issuer.url}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (url.pathname === '/keys')
      return json(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });
    if (url.pathname === '/authorize') {
      const code = crypto.randomUUID();
      const redirect = url.searchParams.get('redirect_uri') ?? '';
      codes.set(code, { challenge: url.searchParams.get('code_challenge'), redirect });
      const back = new URL(redirect);
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      return response.writeHead(302, { location: back.href }).end();
    }
    const form = await bodyOf(request);
    const code = codes.get(form.get('code') ?? '');
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const known = request.headers.authorization === `Basic ${basic}` || form.get('client_secret') === clientSecret;
    if (!code?.challenge || !known || form.get('redirect_uri') !== code.redirect)
      return json(400, { error: 'invalid_grant' });
    const seconds = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer.url, aud: clientId, iat: seconds, exp: seconds + 60, ...issuer.subject };
    const signed = `${encode({ alg: 'RS256', kid: 'one' })}.${encode(issuer.tamper(claims))}`;
    const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
    return json(200, { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: `${signed}.${signature}` });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const issuer: Issuer = {
    url: `http://127.0.0.1:${address.port}`,
    subject: { sub: '1', email: 'someone@example.com', name: 'Someone' },
    tamper: (claims) => claims,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return issuer;
}
