import { X509Certificate } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import * as samlify from 'samlify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOktaEmulator, type OktaEmulator } from '../../emulator.ts';
import { assignUser, createApp, defaultSaml } from '../../model/apps.ts';
import { must } from '../../testing/okta-org.ts';

const acs = 'http://localhost:9999/saml/acs';
const audience = 'http://localhost:9999/saml';
let emulator: OktaEmulator;
let appId = '';
let login = '';

beforeAll(async () => {
  samlify.setSchemaValidator({ validate: async () => 'no schema is checked' });
  emulator = await createOktaEmulator({ dataDir: ':memory:', port: 0, seed: 3 });
  const { org } = emulator.engine;
  const saml = {
    ...defaultSaml,
    ssoUrl: acs,
    audience,
    nameIdFormat: 'emailAddress' as const,
    attributeStatements: [
      { name: 'firstName', expression: 'user.firstName' },
      { name: 'company & co', expression: '\'<Acme> & "Sons"\'' },
    ],
  };
  const app = must(createApp(org, { kind: 'AIW_SAML', label: 'SP', hideFromUsers: false, internalApp: true, saml }));
  appId = app.id;
  const [user] = org.users.values();
  login = user?.profile.login ?? '';
  must(assignUser(org, appId, user?.id ?? ''));
});
afterAll(() => emulator[Symbol.asyncDispose]());

const serviceProvider = () =>
  samlify.ServiceProvider({
    entityID: audience,
    assertionConsumerService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', Location: acs }],
    wantAssertionsSigned: true,
  });
const identityProvider = async () => {
  const metadata = await (await fetch(`${emulator.url}/app/${appId}/sso/saml/metadata`)).text();
  return samlify.IdentityProvider({ metadata });
};
const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const signIn = (username: string, requestId = '') =>
  fetch(`${emulator.url}/app/${appId}/sso/saml/login`, {
    method: 'POST',
    body: new URLSearchParams({ username, requestId, relayState: '/after' }),
  });

test('the certificate is a self-signed X.509 certificate of the signing key', async () => {
  const metadata = await (await fetch(`${emulator.url}/app/${appId}/sso/saml/metadata`)).text();
  const body = /<ds:X509Certificate>([^<]+)</.exec(metadata)?.[1] ?? '';
  const certificate = new X509Certificate(Buffer.from(body, 'base64'));
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(new Date(certificate.validTo).getTime()).toBeGreaterThan(Date.now());
});

test('a service provider’s request leads to a signed answer that it accepts', async () => {
  const [sp, idp] = [serviceProvider(), await identityProvider()];
  const { context, id } = sp.createLoginRequest(idp, 'redirect');
  expect(context.startsWith(`${emulator.url}/app/${appId}/sso/saml?SAMLRequest=`)).toBe(true);
  expect(
    inflateRawSync(Buffer.from(new URL(context).searchParams.get('SAMLRequest') ?? '', 'base64')).toString(),
  ).toContain(id);
  const form = await (await fetch(`${context}&RelayState=%2Fafter`)).text();
  expect(field(form, 'requestId')).toBe(id);
  const answer = await signIn(login, id);
  const html = await answer.text();
  expect(html).toContain(`action="${acs}"`);
  expect(field(html, 'RelayState')).toBe('/after');
  const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { SAMLResponse: field(html, 'SAMLResponse') } });
  expect(extract).toMatchObject({
    nameID: login,
    audience,
    response: { inResponseTo: id, destination: acs },
    attributes: { firstName: 'Ada', 'company & co': '<Acme> & "Sons"' },
  });
});

test('an answer that was changed on the way is refused', async () => {
  const html = await (await signIn(login)).text();
  const xml = Buffer.from(field(html, 'SAMLResponse'), 'base64').toString();
  const forged = Buffer.from(xml.replaceAll(login, 'root@acme.example')).toString('base64');
  const parse = serviceProvider().parseLoginResponse(await identityProvider(), 'post', {
    body: { SAMLResponse: forged },
  });
  await expect(parse).rejects.toBeDefined();
});

test('from the provider’s side: a sign-in without a request', async () => {
  expect(await (await fetch(`${emulator.url}/home/${appId}`)).text()).toContain('Continue to');
  const html = await (await signIn(login)).text();
  const { extract } = await serviceProvider().parseLoginResponse(await identityProvider(), 'post', {
    body: { SAMLResponse: field(html, 'SAMLResponse') },
  });
  expect(extract.nameID).toBe(login);
});

test('whoever is unknown or not assigned is turned away', async () => {
  expect((await signIn('nobody@acme.example')).status).toBe(403);
  const other = [...emulator.engine.org.users.values()][1]?.profile.login ?? '';
  const answer = await signIn(other);
  expect([answer.status, (await answer.text()).includes('is not assigned')]).toEqual([403, true]);
});

test('the answer goes to the application’s own URL, whatever the request asks for', async () => {
  const evil = samlify.ServiceProvider({
    entityID: audience,
    assertionConsumerService: [
      { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', Location: 'https://evil.example/acs' },
    ],
  });
  const { context } = evil.createLoginRequest(await identityProvider(), 'redirect');
  const page = await (await fetch(context)).text();
  expect(page).toContain('role="alert"');
  expect(page).not.toContain('action="https://evil.example');
});
