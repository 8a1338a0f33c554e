import { ok, type Result } from '@rollcall/scim';
import type {
  Client,
  ControlStore,
  Integration,
  IntegrationSettings,
  Missing,
  SetupLinkKind,
  Taken,
  TokenInfo,
} from '@rollcall/store';
import { freshToken, hashToken, sameHash } from './token-format.ts';

export const graceHoursAtMost = 24;
const accessTokenMinutes = 60;
export const setupLinkMinutes = 30;

/** A secret with its plain text, which is shown once and kept nowhere. */
export interface Shown<T> {
  readonly info: T;
  readonly secret: string;
}

interface TokenOptions {
  readonly expires?: string | null;
  readonly rateLimit?: number | null;
}

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** Makes the secrets of integrations; used by the command line, the admin API and the OAuth end point. */
export class TokenService {
  readonly #control: ControlStore;

  constructor(control: ControlStore) {
    this.#control = control;
  }

  /** The integration exists from here on; `setupFinished: false` until somebody says that the token was copied. */
  async createIntegration(input: {
    readonly tenantId: string;
    readonly name: string;
    readonly settings?: IntegrationSettings;
    readonly setupFinished?: boolean;
    readonly token?: TokenOptions;
  }): Promise<Result<Shown<{ integration: Integration; token: TokenInfo }>, Taken | Missing>> {
    const created = await this.#control.integrations.create(input);
    if (!created.ok) return created;
    const issued = await this.issueToken(created.value.id, input.token);
    if (!issued.ok) return issued;
    return ok({ info: { integration: created.value, token: issued.value.info }, secret: issued.value.secret });
  }

  async issueToken(integrationId: string, options: TokenOptions = {}): Promise<Result<Shown<TokenInfo>, Missing>> {
    const fresh = freshToken('scim');
    const issued = await this.#control.tokens.issue(integrationId, {
      ...kept(fresh),
      ...limits(options),
      kind: 'static',
    });
    return issued.ok ? ok({ info: issued.value, secret: fresh.text }) : issued;
  }

  /** The old token dies at once, or after a grace of up to 24 hours. */
  async rotateToken(
    integrationId: string,
    options: TokenOptions & { readonly graceHours?: number } = {},
  ): Promise<Result<Shown<TokenInfo>, Missing>> {
    const graceHours = options.graceHours ?? 0;
    if (!(graceHours >= 0 && graceHours <= graceHoursAtMost)) throw new RangeError('grace is 0 to 24 hours');
    const fresh = freshToken('scim');
    const token = { ...kept(fresh), ...limits(options), kind: 'static' } as const;
    const rotated = await this.#control.tokens.rotate(integrationId, token, inMinutes(graceHours * 60));
    return rotated.ok ? ok({ info: rotated.value, secret: fresh.text }) : rotated;
  }

  async createClient(integrationId: string, name: string): Promise<Result<Shown<Client>, Missing>> {
    const fresh = freshToken('client');
    const created = await this.#control.clients.create(integrationId, name, { ...kept(fresh), expires: null });
    return created.ok ? ok({ info: created.value, secret: fresh.text }) : created;
  }

  async addClientSecret(clientId: string): Promise<Result<Shown<Client>, Missing>> {
    const fresh = freshToken('client');
    const added = await this.#control.clients.addSecret(clientId, { ...kept(fresh), expires: null });
    return added.ok ? ok({ info: added.value, secret: fresh.text }) : added;
  }

  /** RFC 6749 §4.4. Null: there is no such client, or the secret is not one of its own. */
  async exchange(clientId: string, secret: string): Promise<{ accessToken: string; expiresInSeconds: number } | null> {
    const given = hashToken(secret);
    const live = await this.#control.clients.liveSecretHashes(clientId, new Date().toISOString());
    // Compares with all of them, so that the time tells nothing.
    const matches = live.filter((known) => sameHash(known, given)).length > 0;
    if (!matches) return null;
    const client = await this.#control.clients.get(clientId);
    if (client === null) return null;
    const fresh = freshToken('oauth');
    const issued = await this.#control.tokens.issue(client.integrationId, {
      ...kept(fresh),
      kind: 'oauth',
      expires: inMinutes(accessTokenMinutes),
      rateLimit: null,
      clientId,
    });
    return issued.ok ? { accessToken: fresh.text, expiresInSeconds: accessTokenMinutes * 60 } : null;
  }

  /** A one-time link; the console shows what belongs to its kind. */
  async createSetupLink(
    origin: string,
    link: {
      readonly kind: SetupLinkKind;
      readonly tenantId: string;
      readonly email: string | null;
      readonly role: string | null;
      readonly createdBy: string;
      readonly minutes?: number;
    },
  ): Promise<{ readonly url: string; readonly token: string; readonly expires: string }> {
    const fresh = freshToken('link');
    const expires = inMinutes(link.minutes ?? setupLinkMinutes);
    const { kind, tenantId, email, role, createdBy } = link;
    await this.#control.setupLinks.create({ hash: fresh.hash, kind, tenantId, email, role, createdBy, expires });
    // After the #: it is not sent to servers and stands in no proxy’s log.
    return { url: `${origin}/welcome#${fresh.text}`, token: fresh.text, expires };
  }
}

const kept = ({ hash, fingerprint }: { readonly hash: string; readonly fingerprint: string }) => ({
  hash,
  fingerprint,
});
const limits = ({ expires = null, rateLimit = null }: TokenOptions) => ({ expires, rateLimit });
