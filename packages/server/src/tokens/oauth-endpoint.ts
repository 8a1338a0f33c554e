import type { ServerResponse } from 'node:http';
import { readBody } from '../http/body.ts';
import type { Exchange } from '../http/dispatcher.ts';
import type { ServerContext } from '../http/plugin.ts';
import { apiHeaders } from '../http/security-headers.ts';
import type { TokenService } from './token-service.ts';

const path = '/api/v1/oauth/token';
const bodyAtMost = 16_384;

/** RFC 6749 §5.2. */
type OAuthError = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';

/** OAuth 2.0 client credentials, RFC 6749 §4.4: client id and secret against an access token of 60 minutes. */
export class OAuthEndpoint {
  readonly #tokens: TokenService;

  constructor(context: Pick<ServerContext, 'tokens'>) {
    this.#tokens = context.tokens;
  }

  owns(requested: string): boolean {
    return requested === path || requested === `${path}/`;
  }

  async serve({ req, res }: Exchange): Promise<void> {
    if (req.method !== 'POST') {
      res.setHeader('Allow', 'POST');
      return refuse(res, 405, 'invalid_request', 'Ask for a token with POST.');
    }
    const body = await readBody(req, bodyAtMost);
    if (body.kind !== 'text') return refuse(res, 400, 'invalid_request', 'The body is too large or broken.');
    const form = parameters(body.text, req.headers['content-type'] ?? '');
    const grantType = form.get('grant_type');
    if (grantType === null) return refuse(res, 400, 'invalid_request', 'grant_type is missing.');
    if (grantType !== 'client_credentials')
      return refuse(res, 400, 'unsupported_grant_type', 'Only client_credentials is supported.');
    const basic = basicOf(req.headers.authorization);
    const clientId = basic?.id ?? form.get('client_id');
    const secret = basic?.secret ?? form.get('client_secret');
    const token = clientId && secret ? await this.#tokens.exchange(clientId, secret) : null;
    if (token === null) {
      res.setHeader('WWW-Authenticate', 'Basic realm="Rollcall", charset="UTF-8"');
      return refuse(res, 401, 'invalid_client', 'The client id or its secret is not valid.');
    }
    send(res, 200, { access_token: token.accessToken, token_type: 'Bearer', expires_in: token.expiresInSeconds });
  }
}

/** Some providers send the parameters as JSON. */
function parameters(text: string, contentType: string): URLSearchParams {
  if (!/^application\/json\b/i.test(contentType)) return new URLSearchParams(text);
  const form = new URLSearchParams();
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null)
      for (const [name, value] of Object.entries(parsed)) if (typeof value === 'string') form.set(name, value);
  } catch {
    // Broken JSON has no parameters, and the answer then says which one is missing.
  }
  return form;
}

/** RFC 6749 §2.3.1: both parts are form-encoded inside the Basic credentials. */
function basicOf(header: string | undefined): { readonly id: string; readonly secret: string } | null {
  const encoded = /^basic +(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const at = text.indexOf(':');
  if (at < 0) return null;
  const decode = (part: string) => new URLSearchParams(`v=${part}`).get('v') ?? '';
  return { id: decode(text.slice(0, at)), secret: decode(text.slice(at + 1)) };
}

function send(res: ServerResponse, status: number, answer: object): void {
  const body = JSON.stringify(answer);
  res.writeHead(status, {
    ...apiHeaders,
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(body),
  });
  res.end(body);
}

const refuse = (res: ServerResponse, status: number, error: OAuthError, description: string): void =>
  send(res, status, { error, error_description: description });
