import type { ControlStore, TokenGrant, TokenInfo } from '@rollcall/store';
import { hashToken, isToken } from './token-format.ts';

/** Why a request was not let in, in words that an administrator can act on. */
export interface Refused {
  readonly kind: 'refused';
  readonly cause: 'tokenMissing' | 'tokenMalformed' | 'tokenUnknown' | 'tokenRevoked' | 'tokenExpired' | 'wrongHost';
  readonly detail: string;
  /** Whose token it was, as far as that is known. */
  readonly integrationNo: number;
  readonly tenantNo: number;
}

export interface Admitted {
  readonly kind: 'admitted';
  readonly grant: TokenGrant;
}

/** The question whose a token is, while it is under way. */
export interface Inquiry {
  /** Whose it was when it was last looked up; null where nobody knows. Whether that still holds only `access` tells. */
  readonly presumed: TokenGrant | null;
  readonly access: Promise<Admitted | Refused>;
}

interface CachedGrant {
  readonly admitted: Admitted;
  readonly expiresMs: number;
}

const cacheSize = 10_000;

/**
 * Finds out whose a token is. Look-ups are cached, and each request asks whether anything moved since (one number, which the
 * database reads once for all requests at hand), so that a revocation counts at once in every process.
 */
export class Authenticator {
  readonly #control: ControlStore;
  readonly #grants = new Map<string, CachedGrant>();
  #cachedAt = -1;

  constructor(control: ControlStore) {
    this.#control = control;
  }

  /** `header` is the value of `Authorization`; `subdomain` what the host names, null on a bare host. */
  inquire(header: string | undefined, subdomain: string | null): Inquiry {
    const token = bearerOf(header);
    if (token === null) return { presumed: null, access: Promise.resolve(missing) };
    const digest = hashToken(token);
    const known = this.#grants.get(digest);
    // What is cached was a token; anything else is looked at before the database is asked.
    if (known === undefined && !isToken(token, 'scim', 'oauth'))
      return { presumed: null, access: Promise.resolve(malformed) };
    const grant = known !== undefined && known.expiresMs > Date.now() ? known.admitted.grant : null;
    return {
      presumed: grant !== null && isOf(grant, subdomain) ? grant : null,
      access: this.#find(digest, subdomain),
    };
  }

  async #find(digest: string, subdomain: string | null): Promise<Admitted | Refused> {
    const epoch = await this.#control.tokens.epoch();
    // Also when it is lower: answers overtake each other, and a database may have been put back to what it was.
    if (epoch !== this.#cachedAt) {
      this.#grants.clear();
      this.#cachedAt = epoch;
    }
    const known = this.#grants.get(digest) ?? (await this.#look(digest, epoch));
    if (known === null || known.expiresMs <= Date.now()) return this.#explain(digest);
    const { grant } = known.admitted;
    if (isOf(grant, subdomain)) return known.admitted;
    const { no, tenantNo } = grant.integration;
    return refused('wrongHost', 'The token belongs to another tenant than this host.', no, tenantNo);
  }

  async #look(digest: string, epoch: number): Promise<CachedGrant | null> {
    const grant = await this.#control.tokens.byHash(digest);
    if (grant === null) return null;
    const expiresMs = grant.expires === null ? Number.POSITIVE_INFINITY : Date.parse(grant.expires);
    const known: CachedGrant = { admitted: { kind: 'admitted', grant }, expiresMs };
    // The epoch was read before the grant: a change in between moves it, and the next request looks again.
    if (this.#cachedAt === epoch) {
      if (this.#grants.size >= cacheSize) this.#grants.clear();
      this.#grants.set(digest, known);
    }
    return known;
  }

  async #explain(digest: string): Promise<Refused> {
    const dead = await this.#control.tokens.deadByHash(digest);
    if (dead === null) return refused('tokenUnknown', 'The token is not known here.');
    const { token: info, integrationNo, tenantNo } = dead;
    return info.revoked === null && info.rotated === null
      ? refused('tokenExpired', `The token expired${at(info.expires)}.`, integrationNo, tenantNo)
      : refused('tokenRevoked', whyDead(info), integrationNo, tenantNo);
  }
}

const isOf = (grant: TokenGrant, subdomain: string | null): boolean =>
  subdomain === null || grant.subdomain === subdomain;

const at = (time: string | null): string => (time === null ? '' : ` at ${time}`);

const whyDead = (info: TokenInfo): string =>
  info.revoked !== null
    ? `The token was revoked at ${info.revoked}.`
    : `The token was replaced by a new one${at(info.rotated)}: enter the new one at the identity provider.`;

const refused = (cause: Refused['cause'], detail: string, integrationNo = 0, tenantNo = 0): Refused => ({
  kind: 'refused',
  cause,
  detail,
  integrationNo,
  tenantNo,
});

const missing = refused('tokenMissing', 'Send the token of an integration as “Authorization: Bearer …”.');

const malformed = refused(
  'tokenMalformed',
  'This is not a whole token: check that it was copied from its first to its last character.',
);

/** RFC 6750 §2.1; the scheme is case-insensitive (RFC 9110 §11.1). */
export function bearerOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (header.startsWith('Bearer ')) return header.slice(7).trim() || null;
  return /^bearer +(\S+) *$/i.exec(header)?.[1] ?? null;
}
