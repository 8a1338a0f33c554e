import { inflateRawSync } from 'node:zlib';
import { fail, ok, type Result } from '@rollcall/scim';
import { Extractor } from 'samlify';
import type { App } from '../../model/app.ts';
import { isAssigned } from '../../model/app.ts';
import { mapValue } from '../../model/mapping.ts';
import type { Org } from '../../model/org.ts';
import { mayHaveAccounts, type OktaUser } from '../../model/user.ts';
import { certificateBody, createSigningKey, type SigningKey } from './certificate.ts';
import { samlResponse } from './response.ts';

export interface SamlEndpoints {
  readonly issuer: string;
  readonly ssoUrl: string;
  readonly metadataUrl: string;
  readonly embedUrl: string;
}

export interface LoginRequest {
  readonly id: string;
  readonly acsUrl: string | null;
}

/** The org as a SAML 2.0 identity provider. Its key is made once and kept with the org's settings. */
export class SamlProvider {
  readonly #key: SigningKey;
  readonly #org: Org;

  constructor(org: Org) {
    this.#org = org;
    const saved = org.settings.get('saml.key');
    if (saved === undefined) {
      this.#key = createSigningKey('Okta emulator', new Date());
      org.setSetting('saml.key', JSON.stringify(this.#key));
    } else this.#key = JSON.parse(saved);
  }

  get certificate(): string {
    return this.#key.certificate;
  }

  endpoints(origin: string, appId: string): SamlEndpoints {
    return {
      issuer: `http://www.okta-emulator.test/${appId}`,
      ssoUrl: `${origin}/app/${appId}/sso/saml`,
      metadataUrl: `${origin}/app/${appId}/sso/saml/metadata`,
      embedUrl: `${origin}/home/${appId}`,
    };
  }

  metadata(origin: string, appId: string): string {
    const { issuer, ssoUrl } = this.endpoints(origin, appId);
    const binding = (name: string) =>
      `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${name}" Location="${ssoUrl}"/>`;
    return (
      `<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${issuer}">` +
      `<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` +
      `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>` +
      `${certificateBody(this.#key.certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` +
      `<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>` +
      `<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>` +
      `${binding('HTTP-POST')}${binding('HTTP-Redirect')}</md:IDPSSODescriptor></md:EntityDescriptor>`
    );
  }

  /** Who may sign in: an active person who is assigned to the application. */
  mayUse(app: App, user: OktaUser): boolean {
    const account = this.#org.appUsers.get(app.id)?.get(user.id);
    const able = mayHaveAccounts(user.status) && user.status !== 'SUSPENDED' && user.status !== 'LOCKED_OUT';
    return app.status === 'ACTIVE' && able && account !== undefined && isAssigned(account);
  }

  /** The answer for one person, base64. It goes to the application's own URL, whatever a request asks for. */
  respond(origin: string, app: App, user: OktaUser, inResponseTo: string | null): string {
    const { saml } = app;
    const xml = samlResponse(
      {
        nameId: mapValue(saml.userNameExpression, user.profile) ?? user.profile.login,
        nameIdFormat: saml.nameIdFormat,
        attributes: saml.attributeStatements.flatMap(({ name, expression }) => {
          const value = mapValue(expression, user.profile);
          return value === null ? [] : [{ name, value }];
        }),
      },
      {
        issuer: this.endpoints(origin, app.id).issuer,
        audience: saml.audience,
        destination: saml.ssoUrl,
        inResponseTo,
        now: new Date(),
        key: this.#key,
      },
    );
    return Buffer.from(xml).toString('base64');
  }
}

/** Reads an AuthnRequest of either binding (saml-bindings §3.4, §3.5). */
export function readLoginRequest(encoded: string, binding: 'redirect' | 'post'): Result<LoginRequest, string> {
  try {
    const raw = Buffer.from(encoded, 'base64');
    const xml = (binding === 'redirect' ? inflateRawSync(raw, { maxOutputLength: 256 * 1024 }) : raw).toString('utf8');
    const read: unknown = Extractor.extract(xml, Extractor.loginRequestFields);
    const request = member(read, 'request');
    const id = member(request, 'id');
    const acsUrl = member(request, 'assertionConsumerServiceUrl');
    if (typeof id !== 'string' || id === '') return fail('The sign-in request has no ID.');
    return ok({ id, acsUrl: typeof acsUrl === 'string' ? acsUrl : null });
  } catch {
    return fail('The sign-in request is not a SAML AuthnRequest.');
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
