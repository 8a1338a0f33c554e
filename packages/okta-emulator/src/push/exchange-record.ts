import type { Exchange } from '../api/contract.ts';

/** One SCIM request with its answer, as the Tasks report shows it. */
export type ExchangeRecord = Omit<Exchange, 'id'>;

const bodyLimit = 256 * 1024;
export const cutBody = (body: string | null): string | null =>
  body !== null && body.length > bodyLimit ? `${body.slice(0, bodyLimit)}… (${body.length} characters)` : body;

/** The log shows which token was used, not the token. */
export const maskedHeaders = (headers: readonly (readonly [string, string])[]): (readonly [string, string])[] =>
  headers.map(([name, value]) => {
    if (name !== 'authorization') return [name, value];
    const [scheme, secret = ''] = value.split(' ', 2);
    return [name, `${scheme} …${secret.slice(-4)}`];
  });
