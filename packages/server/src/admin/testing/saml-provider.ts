import { inflateRawSync } from 'node:zlib';
import samlify from 'samlify';
import type { Browser } from './browser.ts';
import { testCertificate, testPrivateKey } from './test-certificate.ts';

samlify.setSchemaValidator({ validate: async () => 'not checked here' });

export const pathOf = (url: string): string => new URL(url).pathname + new URL(url).search;
export const entityId = 'http://www.okta.com/exk1example';

export interface Assertion {
  readonly nameId: string;
  readonly audience?: string;
  readonly signed?: boolean;
  /** Made up instead of that of the request. */
  readonly inResponseTo?: string;
  readonly privateKey?: string;
  /** What somebody between provider and server makes of the signed XML. */
  readonly tamper?: (xml: string) => string;
}

/** A provider as the admin API shows it. */
interface Target {
  readonly id: string;
  readonly give: { readonly redirectUrl: string; readonly audience: string | null };
}

/** What Okta posts to the assertion consumer service. */
async function samlResponse(acs: string, audience: string, assertion: Assertion): Promise<string> {
  const idp = samlify.IdentityProvider({
    entityID: entityId,
    privateKey: assertion.privateKey ?? testPrivateKey,
    signingCert: testCertificate,
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    singleSignOnService: [
      {
        Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
        Location: 'https://example.okta.com/app/sso/saml',
      },
    ],
    loginResponseTemplate: { context: samlify.SamlLib.defaultLoginResponseTemplate.context, attributes: [] },
  });
  const sp = samlify.ServiceProvider({
    entityID: audience,
    wantAssertionsSigned: assertion.signed ?? true,
    assertionConsumerService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', Location: acs }],
  });
  const now = new Date();
  const soon = new Date(now.getTime() + 60_000).toISOString();
  const fill = (template: string) => {
    const id = `_${crypto.randomUUID()}`;
    return {
      id,
      context: samlify.SamlLib.replaceTagsByValue(template, {
        ID: id,
        AssertionID: `_${crypto.randomUUID()}`,
        Destination: acs,
        Audience: assertion.audience ?? audience,
        EntityID: audience,
        SubjectRecipient: acs,
        Issuer: entityId,
        IssueInstant: now.toISOString(),
        AssertionConsumerServiceURL: acs,
        StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
        ConditionsNotBefore: now.toISOString(),
        ConditionsNotOnOrAfter: soon,
        SubjectConfirmationDataNotOnOrAfter: soon,
        NameIDFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
        NameID: assertion.nameId,
        InResponseTo: assertion.inResponseTo ?? '',
        AuthnStatement: '',
        AttributeStatement: '',
      }),
    };
  };
  const { context } = await idp.createLoginResponse(
    sp,
    { extract: { request: { id: assertion.inResponseTo ?? '' } } },
    'post',
    {},
    { customTagReplacement: fill },
  );
  return assertion.tamper ? encode(assertion.tamper(Buffer.from(context, 'base64').toString())) : context;
}

const encode = (text: string): string => Buffer.from(text).toString('base64');

interface Arrived {
  readonly status: number;
  readonly location: string;
}

export async function post(browser: Browser, provider: Target, form: URLSearchParams): Promise<Arrived> {
  // The post comes from the identity provider's page.
  const answer = await browser.fetch(pathOf(provider.give.redirectUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://example.okta.com' },
    body: form.toString(),
  });
  return { status: answer.status, location: answer.headers.get('location') ?? '' };
}

/** Asks to sign in; resolves with what the identity provider would answer. */
export async function answered(browser: Browser, provider: Target, assertion: Assertion): Promise<URLSearchParams> {
  const start = await browser.auth('/sign-in/sso', {
    providerId: provider.id,
    callbackURL: '/',
    errorCallbackURL: '/sign-in',
  });
  if (start.status !== 200) throw new Error(`the sign-in did not start: ${start.status}`);
  const sent = new URL(String(start.json.url));
  const request = inflateRawSync(Buffer.from(sent.searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  const inResponseTo = assertion.inResponseTo ?? /ID="([^"]+)"/.exec(request)?.[1] ?? '';
  const audience = provider.give.audience ?? '';
  return new URLSearchParams({
    SAMLResponse: await samlResponse(provider.give.redirectUrl, audience, { ...assertion, inResponseTo }),
    RelayState: sent.searchParams.get('RelayState') ?? '',
  });
}

export const throughSaml = async (browser: Browser, provider: Target, assertion: Assertion): Promise<Arrived> =>
  post(browser, provider, await answered(browser, provider, assertion));
