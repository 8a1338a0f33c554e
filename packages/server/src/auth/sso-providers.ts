import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isPublicRoutableHost } from '@better-auth/core/utils/host';
import { DiscoveryError, discoverOIDCConfig } from '@better-auth/sso';
import { fail, ok, type Result } from '@rollcall/scim';
import type { MemberRole } from '@rollcall/store';
import type { Auth } from './auth.ts';
import { isLoopback } from './origins.ts';

export interface OidcSettings {
  readonly protocol: 'oidc';
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}
export interface SamlSettings {
  readonly protocol: 'saml';
  readonly issuer: string;
  readonly entryPoint: string;
  readonly certificate: string;
}
/** Without a secret the present one stays. */
export type GivenSettings = (OidcSettings & { readonly clientSecret?: string | undefined }) | SamlSettings;

export interface SsoProvider {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly domains: readonly string[];
  readonly defaultRole: MemberRole | null;
  readonly settings: OidcSettings | SamlSettings;
  readonly created: Date;
}

export interface GivenProvider {
  readonly name: string;
  readonly domains: readonly string[];
  readonly defaultRole: MemberRole | null;
  readonly settings: GivenSettings;
}

export interface ProviderChange extends Omit<GivenProvider, 'settings'> {
  readonly settings: GivenSettings | null;
}

/** A row of the sign-in library's table, with the columns that this product adds. */
interface ProviderRow {
  readonly id: string;
  readonly providerId: string;
  readonly issuer: string;
  readonly domain: string;
  readonly oidcConfig: string | null;
  readonly samlConfig: string | null;
  readonly tenantId: string;
  readonly name: string;
  readonly defaultRole: string | null;
  readonly createdAt: Date | string;
}

interface OidcConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
}
interface SamlConfig {
  readonly entryPoint: string;
  readonly idpMetadata: { readonly entityID: string; readonly cert: string };
}

const parseRole = (role: string | null): MemberRole | null =>
  role === 'owner' || role === 'admin' || role === 'auditor' ? role : null;

/** Both configs are written by this file only. */
function settingsOf(row: ProviderRow): OidcSettings | SamlSettings {
  if (row.oidcConfig !== null) {
    const { clientId, scopes }: OidcConfig = JSON.parse(row.oidcConfig);
    return { protocol: 'oidc', issuer: row.issuer, clientId, scopes };
  }
  const { entryPoint, idpMetadata }: SamlConfig = JSON.parse(row.samlConfig ?? '{}');
  return { protocol: 'saml', issuer: idpMetadata.entityID, entryPoint, certificate: idpMetadata.cert };
}

const providerOf = (row: ProviderRow): SsoProvider => ({
  id: row.providerId,
  tenantId: row.tenantId,
  name: row.name,
  domains: row.domain.split(','),
  defaultRole: parseRole(row.defaultRole),
  settings: settingsOf(row),
  created: new Date(row.createdAt),
});

/** PEM from PEM or from the bare base64 that consoles show; null when it is no certificate. */
export function parseCertificate(text: string): string | null {
  const body = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '');
  const pem = `-----BEGIN CERTIFICATE-----\n${body.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  try {
    return new X509Certificate(pem).publicKey ? pem : null;
  } catch {
    return null;
  }
}

/**
 * Single sign-on providers of every tenant. The sign-in library reads the same rows; they are written here, because its own
 * end points know neither tenants nor roles.
 */
export class SsoProviders {
  readonly #auth: () => Auth;
  readonly #origin: string;
  readonly #trustedIssuers: readonly string[];

  /** `trustedIssuers`: origins inside the operator's network; a server on loopback also asks issuers on loopback. */
  constructor(auth: () => Auth, origin: string, trustedIssuers: readonly string[]) {
    this.#auth = auth;
    this.#origin = origin;
    this.#trustedIssuers = trustedIssuers;
  }

  async #rows(field: 'tenantId' | 'providerId', value: string): Promise<readonly ProviderRow[]> {
    const { adapter } = await this.#auth().$context;
    return adapter.findMany<ProviderRow>({ model: 'ssoProvider', where: [{ field, value }] });
  }

  async list(tenantId: string): Promise<readonly SsoProvider[]> {
    const found = (await this.#rows('tenantId', tenantId)).map(providerOf);
    return found.sort((a, b) => a.created.getTime() - b.created.getTime());
  }

  async get(providerId: string): Promise<SsoProvider | null> {
    const [row] = await this.#rows('providerId', providerId);
    return row ? providerOf(row) : null;
  }

  /** Those that a person with that address is offered. */
  async forDomain(domain: string): Promise<readonly SsoProvider[]> {
    const { adapter } = await this.#auth().$context;
    const rows = await adapter.findMany<ProviderRow>({ model: 'ssoProvider', limit: 1000 });
    return rows.map(providerOf).filter((provider) => provider.domains.includes(domain));
  }

  #mayAsk(url: string): boolean {
    const { origin, hostname } = new URL(url);
    if (this.#trustedIssuers.includes(origin)) return true;
    return isLoopback(hostname) && isLoopback(new URL(this.#origin).hostname);
  }

  /** An owner of a tenant must not make the server ask addresses inside the operator's network. */
  async #isReachable(issuer: string): Promise<boolean> {
    if (this.#mayAsk(issuer)) return true;
    const { protocol, hostname } = new URL(issuer);
    if (protocol !== 'https:' || !isPublicRoutableHost(hostname)) return false;
    // A name that leads nowhere is told by the attempt to ask it.
    const addresses = await lookup(hostname, { all: true }).catch(() => []);
    return addresses.every(({ address }) => isPublicRoutableHost(address));
  }

  async issuerOrigins(): Promise<readonly string[]> {
    const { adapter } = await this.#auth().$context;
    const rows = await adapter.findMany<ProviderRow>({ model: 'ssoProvider', limit: 1000 });
    const asked = rows.filter((row) => row.oidcConfig !== null && this.#mayAsk(row.issuer));
    return [...new Set(asked.map((row) => new URL(row.issuer).origin))];
  }

  async #configs(
    settings: GivenSettings,
    secret: string | null,
    providerId: string,
  ): Promise<Result<{ issuer: string; oidcConfig: string | null; samlConfig: string | null }, string>> {
    if (settings.protocol === 'oidc') {
      if (secret === null) return fail('The client secret is missing.');
      const config = await this.#discover(settings, secret);
      return config.ok ? ok({ issuer: config.value.issuer, oidcConfig: config.value.text, samlConfig: null }) : config;
    }
    const cert = parseCertificate(settings.certificate);
    if (cert === null) return fail('The certificate is not an X.509 certificate.');
    const samlConfig = JSON.stringify({
      issuer: this.audience(providerId),
      audience: this.audience(providerId),
      entryPoint: settings.entryPoint,
      callbackUrl: '/',
      idpMetadata: {
        entityID: settings.issuer,
        cert,
        singleSignOnService: [
          { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: settings.entryPoint },
        ],
      },
      spMetadata: { entityID: this.audience(providerId) },
      wantAssertionsSigned: true,
      identifierFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    });
    return ok({ issuer: this.audience(providerId), oidcConfig: null, samlConfig });
  }

  async #discover(
    settings: OidcSettings,
    clientSecret: string,
  ): Promise<Result<{ issuer: string; text: string }, string>> {
    if (!(await this.#isReachable(settings.issuer)))
      return fail('The issuer is not at a public https address, and the operator has not named it as one to ask.');
    try {
      // The library asks the address of the issuer only, which was looked at; it follows no redirect.
      const mayAsk = (url: string) => /^https:/.test(url) || this.#mayAsk(url);
      const found = await discoverOIDCConfig({ issuer: settings.issuer, isTrustedOrigin: mayAsk });
      const { issuer, ...endpoints } = found;
      const config = {
        ...endpoints,
        issuer,
        clientId: settings.clientId,
        clientSecret,
        scopes: settings.scopes,
        pkce: true,
      };
      return ok({ issuer, text: JSON.stringify(config) });
    } catch (error) {
      if (error instanceof DiscoveryError) return fail(error.message);
      throw error;
    }
  }

  async create(tenantId: string, userId: string, given: GivenProvider): Promise<Result<SsoProvider, string>> {
    const { adapter } = await this.#auth().$context;
    const providerId = `p-${crypto.randomUUID()}`;
    const secret = given.settings.protocol === 'oidc' ? (given.settings.clientSecret ?? null) : null;
    const configs = await this.#configs(given.settings, secret, providerId);
    if (!configs.ok) return configs;
    const row = await adapter.create<Omit<ProviderRow, 'id'> & { userId: string }, ProviderRow>({
      model: 'ssoProvider',
      data: {
        providerId,
        userId,
        tenantId,
        name: given.name,
        domain: given.domains.join(','),
        defaultRole: given.defaultRole,
        createdAt: new Date(),
        ...configs.value,
      },
    });
    return ok(providerOf(row));
  }

  /** Without settings the present ones stay, and the issuer isn't asked: it may be down while only a name changes. */
  async update(provider: SsoProvider, given: ProviderChange): Promise<Result<SsoProvider, string>> {
    const { adapter } = await this.#auth().$context;
    const configs = given.settings === null ? ok({}) : await this.#changedConfigs(provider.id, given.settings);
    if (!configs.ok) return configs;
    const update = {
      name: given.name,
      domain: given.domains.join(','),
      defaultRole: given.defaultRole,
      ...configs.value,
    };
    const where = [{ field: 'providerId', value: provider.id }];
    const changed = await adapter.update<ProviderRow>({ model: 'ssoProvider', where, update });
    if (!changed) return fail('The provider was removed.');
    const now = providerOf(changed);
    // Another issuer's subjects are other people: they are known again by their addresses.
    if (now.settings.issuer !== provider.settings.issuer || now.settings.protocol !== provider.settings.protocol)
      await adapter.deleteMany({ model: 'account', where });
    return ok(now);
  }

  async #changedConfigs(providerId: string, settings: GivenSettings) {
    const [row] = await this.#rows('providerId', providerId);
    // A secret is kept for the issuer that it was entered for: another would be told it at the next sign-in.
    const same = row?.oidcConfig && row.issuer === settings.issuer;
    const present: OidcConfig | null = same ? JSON.parse(row.oidcConfig ?? 'null') : null;
    const secret = settings.protocol === 'oidc' ? (settings.clientSecret ?? present?.clientSecret ?? null) : null;
    return this.#configs(settings, secret, providerId);
  }

  async remove(providerId: string): Promise<void> {
    const { adapter } = await this.#auth().$context;
    await adapter.deleteMany({ model: 'account', where: [{ field: 'providerId', value: providerId }] });
    await adapter.deleteMany({ model: 'ssoProvider', where: [{ field: 'providerId', value: providerId }] });
  }

  /** SAML: Audience URI (SP Entity ID). */
  audience(providerId: string): string {
    return `${this.#origin}/saml/${providerId}`;
  }

  /** What to enter at the identity provider. */
  give(provider: SsoProvider): { redirectUrl: string; audience: string | null; metadataUrl: string | null } {
    const base = `${this.#origin}/api/auth/sso`;
    if (provider.settings.protocol === 'oidc')
      return { redirectUrl: `${base}/callback/${provider.id}`, audience: null, metadataUrl: null };
    return {
      redirectUrl: `${base}/saml2/sp/acs/${provider.id}`,
      audience: this.audience(provider.id),
      metadataUrl: `${base}/saml2/sp/metadata?providerId=${provider.id}`,
    };
  }
}
