import type { Integration, LoggedRequest, TokenInfo } from '@rollcall/store';
import { explain } from './explain.ts';

export type IntegrationStatus = 'unfinished' | 'neverContacted' | 'healthy' | 'failing' | 'tokenExpiring';

export interface StatusOf {
  readonly status: IntegrationStatus;
  /** Why it is failing or what is about to expire, in a sentence. */
  readonly reason: string | null;
}

const dayMs = 86_400_000;
const warnDays = 14;

/** The static token that is in use, or will be when the old one has died. */
export const currentToken = (tokens: readonly TokenInfo[]): TokenInfo | undefined =>
  tokens.find((token) => token.kind === 'static' && token.revoked === null && token.rotated === null);

function expiry(tokens: readonly TokenInfo[], now: number): StatusOf | null {
  const token = currentToken(tokens);
  if (!token?.expires) return null;
  const left = Date.parse(token.expires) - now;
  if (left <= 0) return { status: 'failing', reason: `The token expired on ${token.expires.slice(0, 10)}. Rotate it.` };
  if (left > warnDays * dayMs) return null;
  const days = Math.max(1, Math.round(left / dayMs));
  return { status: 'tokenExpiring', reason: `The token expires in ${days} ${days === 1 ? 'day' : 'days'}.` };
}

/** A provider looks things up that may not exist, so only failed writes, refusals and our own errors count. */
export const isFailure = (request: Pick<LoggedRequest, 'status' | 'method'>): boolean =>
  request.status >= 500 || request.status === 401 || (request.status >= 400 && request.method !== 'GET');

/**
 * The newest request that says something decides: a failure, or a write that worked. A read that was answered says that
 * the token is good again, and no more.
 */
function failing(recent: readonly LoggedRequest[]): StatusOf | null {
  let tokenWorks = false;
  for (const request of recent) {
    if (isFailure(request) && !(request.status === 401 && tokenWorks)) {
      const title = explain(request)?.title ?? `Answered with ${request.status}`;
      return {
        status: 'failing',
        reason: `The last ${request.status === 401 ? 'request' : 'write'} failed: ${title}.`,
      };
    }
    if (request.status < 400 && request.method !== 'GET') return null;
    if (request.status < 400) tokenWorks = true;
  }
  return null;
}

/** A use of a token is recorded a little later than the request is logged. */
export function lastContact(integration: Integration, recent: readonly LoggedRequest[]): string | null {
  const newest = recent.find((request) => request.status < 400);
  const logged = newest ? new Date(newest.time).toISOString() : '';
  return logged > (integration.lastContact ?? '') ? logged : integration.lastContact;
}

/** `recent`: the integration’s requests of the last day, newest first. */
export function statusOf(
  integration: Integration,
  tokens: readonly TokenInfo[],
  recent: readonly LoggedRequest[],
  now = Date.now(),
): StatusOf {
  if (!integration.setupFinished)
    return { status: 'unfinished', reason: 'Nobody has said that the token was copied. Rotate it to get a new one.' };
  const token = expiry(tokens, now);
  if (token?.status === 'failing') return token;
  if (lastContact(integration, recent) === null) return token ?? { status: 'neverContacted', reason: null };
  return failing(recent) ?? token ?? { status: 'healthy', reason: null };
}
