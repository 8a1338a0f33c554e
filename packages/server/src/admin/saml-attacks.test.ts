/** What is known to get past SAML implementations: somebody with an account of their own at the provider wants another's. */
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { Browser, refusal } from './testing/browser.ts';
import { answered, entityId, post, throughSaml } from './testing/saml-provider.ts';
import { signedIn, testPlugins } from './testing/team.ts';
import { testCertificate } from './testing/test-certificate.ts';

const victim = 'owner@example.com';
const mallory = 'mallory@example.com';

const assertionIn = (xml: string): string => /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)?.[0] ?? '';
const signatureIn = (xml: string): string => /<(?:ds:)?Signature[\s\S]*?<\/(?:ds:)?Signature>/.exec(xml)?.[0] ?? '';
/** The same assertion without its signature, about the victim, under an id of its own. */
const forged = (xml: string, id = '_forged'): string =>
  assertionIn(xml)
    .replace(signatureIn(assertionIn(xml)), '')
    .replace(mallory, victim)
    .replace(/ ID="[^"]*"/, ` ID="${id}"`);
const idIn = (xml: string): string => / ID="([^"]*)"/.exec(assertionIn(xml))?.[1] ?? '';
const within = (outer: string, inner: string): string =>
  outer.replace('</saml:Assertion>', `${inner}</saml:Assertion>`);

/** Signature wrapping (Somorovsky et al., “On Breaking SAML”), and what else keeps a signature valid. */
const tampered: readonly (readonly [string, (xml: string) => string])[] = [
  ['another address under the same signature', (xml) => xml.replaceAll(mallory, victim)],
  ['a forged assertion before the signed one', (xml) => xml.replace(assertionIn(xml), forged(xml) + assertionIn(xml))],
  ['a forged assertion after the signed one', (xml) => xml.replace(assertionIn(xml), assertionIn(xml) + forged(xml))],
  ['the signed one inside a forged one', (xml) => xml.replace(assertionIn(xml), within(forged(xml), assertionIn(xml)))],
  [
    'the signed one in the advice of a forged one',
    (xml) => xml.replace(assertionIn(xml), within(forged(xml), `<saml:Advice>${assertionIn(xml)}</saml:Advice>`)),
  ],
  [
    'a forged one with the signed one’s id, which is moved to an extension',
    (xml) =>
      xml.replace(
        assertionIn(xml),
        `<samlp:Extensions>${assertionIn(xml)}</samlp:Extensions>${forged(xml, idIn(xml))}`,
      ),
  ],
  [
    'the signature in a forged one, the signed one inside the signature',
    (xml) => {
      const bare = assertionIn(xml).replace(signatureIn(assertionIn(xml)), '');
      const holding = signatureIn(xml).replace(/<\/(ds:)?Signature>$/, `<$1Object>${bare}</$1Object>$&`);
      return xml.replace(assertionIn(xml), within(forged(xml), holding));
    },
  ],
  ['no signature at all', (xml) => xml.replaceAll(signatureIn(xml), '').replaceAll(mallory, victim)],
  [
    'an entity from a document type',
    (xml) => `<!DOCTYPE x [<!ENTITY v "${victim}">]>${xml.replaceAll(mallory, '&v;')}`,
  ],
];

describe('SAML', () => {
  let server: TestServer;
  let owner: Browser;
  beforeAll(async () => {
    server = await startTestServer({ postgresUrl: inject('postgresUrl'), plugins: testPlugins });
    owner = await signedIn(server, victim, 'owner');
    return () => server[Symbol.asyncDispose]();
  });

  const provider = () =>
    owner.api.call('signInProviders.create', {
      body: {
        name: 'Okta',
        domains: ['example.com'],
        defaultRole: 'auditor',
        settings: {
          protocol: 'saml',
          issuer: entityId,
          entryPoint: 'https://example.okta.com/app/sso/saml',
          certificate: testCertificate,
        },
      },
    });
  const whoIs = async (browser: Browser): Promise<string | number> => {
    const asked = browser.api.call('session.get');
    return asked.then(
      ({ user }) => user.email,
      async () => (await refusal(asked)).status,
    );
  };

  test.each(tampered)('%s opens nothing', async (_, tamper) => {
    const browser = new Browser(server);
    let touched = false;
    const noted = (xml: string) => {
      const after = tamper(xml);
      touched = after !== xml;
      return after;
    };
    await throughSaml(browser, await provider(), { nameId: mallory, tamper: noted });
    expect(touched).toBe(true);
    expect([401, mallory]).toContain(await whoIs(browser));
  });

  test('a comment in the address cuts nothing off', async () => {
    const browser = new Browser(server);
    const nameId = `${victim}.evil.example`;
    const tamper = (xml: string) => xml.replaceAll(nameId, `${victim}<!-- -->.evil.example`);
    await throughSaml(browser, await provider(), { nameId, tamper });
    expect([401, nameId]).toContain(await whoIs(browser));
  });

  test('an answer counts once, for its own request and at its own provider', async () => {
    const [one, two] = [await provider(), await provider()];
    const first = new Browser(server);
    const form = await answered(first, one, { nameId: mallory });
    expect(await post(first, one, form)).toMatchObject({ location: '/' });
    expect(await whoIs(first)).toBe(mallory);
    const again = new Browser(server);
    await post(again, one, form);
    expect(await whoIs(again)).toBe(401);
    const elsewhere = new Browser(server);
    await post(elsewhere, two, await answered(elsewhere, one, { nameId: mallory }));
    expect(await whoIs(elsewhere)).toBe(401);
    const unasked = new Browser(server);
    await throughSaml(unasked, one, { nameId: mallory, inResponseTo: '_made-up' });
    expect(await whoIs(unasked)).toBe(401);
    const alone = new Browser(server);
    const tamper = (xml: string) => xml.replaceAll(/ InResponseTo="[^"]*"/g, '');
    await throughSaml(alone, one, { nameId: mallory, signed: false, tamper });
    expect(await whoIs(alone)).toBe(401);
  });
});
