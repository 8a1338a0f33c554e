/**
 * SAML 2.0 responses (saml-core §3.3.3), signed. The XML is written in the form that exclusive canonicalisation gives
 * (namespaces where they are first used, attributes in order, no empty-element tags), so what is digested is what is sent.
 */
import { createHash, randomBytes, sign } from 'node:crypto';
import { certificateBody, type SigningKey } from './certificate.ts';

const assertionNs = 'urn:oasis:names:tc:SAML:2.0:assertion';
const protocolNs = 'urn:oasis:names:tc:SAML:2.0:protocol';
const signatureNs = 'http://www.w3.org/2000/09/xmldsig#';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';

export interface Subject {
  readonly nameId: string;
  readonly nameIdFormat: 'unspecified' | 'emailAddress' | 'persistent' | 'transient';
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

export interface ResponseOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly destination: string;
  readonly inResponseTo: string | null;
  readonly now: Date;
  readonly key: SigningKey;
}

const text = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
const attribute = (value: string) => text(value).replaceAll('&gt;', '>').replaceAll('"', '&quot;');
const newId = () => `id${randomBytes(16).toString('hex')}`;
const seconds = (date: Date, plus = 0) => new Date(date.getTime() + plus * 1000).toISOString();

const formats: Record<Subject['nameIdFormat'], string> = {
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
};

function signature(canonical: string, id: string, key: SigningKey): string {
  const digest = createHash('sha256').update(canonical).digest('base64');
  const inner =
    `<ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>` +
    `<ds:Reference URI="#${id}"><ds:Transforms>` +
    `<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>` +
    `<ds:Transform Algorithm="${exclusive}"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
  const signed = sign(
    'sha256',
    Buffer.from(`<ds:SignedInfo xmlns:ds="${signatureNs}">${inner}</ds:SignedInfo>`),
    key.privateKey,
  );
  return (
    `<ds:Signature xmlns:ds="${signatureNs}"><ds:SignedInfo>${inner}</ds:SignedInfo>` +
    `<ds:SignatureValue>${signed.toString('base64')}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificateBody(key.certificate)}</ds:X509Certificate>` +
    `</ds:X509Data></ds:KeyInfo></ds:Signature>`
  );
}

/** The signature stands right after the issuer (saml-core §5.4). */
function signedElement(open: string, issuer: string, rest: string, close: string, id: string, key: SigningKey): string {
  return open + issuer + signature(open + issuer + rest + close, id, key) + rest + close;
}

function assertion(subject: Subject, options: ResponseOptions): string {
  const { now, destination, inResponseTo } = options;
  const id = newId();
  const replyTo = inResponseTo === null ? '' : ` InResponseTo="${attribute(inResponseTo)}"`;
  const statements = subject.attributes
    .map(
      ({ name, value }) =>
        `<saml2:Attribute Name="${attribute(name)}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified">` +
        `<saml2:AttributeValue>${text(value)}</saml2:AttributeValue></saml2:Attribute>`,
    )
    .join('');
  const open = `<saml2:Assertion xmlns:saml2="${assertionNs}" ID="${id}" IssueInstant="${seconds(now)}" Version="2.0">`;
  const issuer = `<saml2:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${text(options.issuer)}</saml2:Issuer>`;
  const rest =
    `<saml2:Subject><saml2:NameID Format="${formats[subject.nameIdFormat]}">${text(subject.nameId)}</saml2:NameID>` +
    `<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
    `<saml2:SubjectConfirmationData${replyTo} NotOnOrAfter="${seconds(now, 300)}" Recipient="${attribute(destination)}">` +
    `</saml2:SubjectConfirmationData></saml2:SubjectConfirmation></saml2:Subject>` +
    `<saml2:Conditions NotBefore="${seconds(now, -300)}" NotOnOrAfter="${seconds(now, 300)}">` +
    `<saml2:AudienceRestriction><saml2:Audience>${text(options.audience)}</saml2:Audience></saml2:AudienceRestriction>` +
    `</saml2:Conditions><saml2:AuthnStatement AuthnInstant="${seconds(now)}" SessionIndex="${newId()}">` +
    `<saml2:AuthnContext><saml2:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport` +
    `</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement>` +
    (statements === '' ? '' : `<saml2:AttributeStatement>${statements}</saml2:AttributeStatement>`);
  return signedElement(open, issuer, rest, '</saml2:Assertion>', id, options.key);
}

export function samlResponse(subject: Subject, options: ResponseOptions): string {
  const id = newId();
  const replyTo = options.inResponseTo === null ? '' : ` InResponseTo="${attribute(options.inResponseTo)}"`;
  const open =
    `<saml2p:Response xmlns:saml2p="${protocolNs}" Destination="${attribute(options.destination)}" ID="${id}"` +
    `${replyTo} IssueInstant="${seconds(options.now)}" Version="2.0">`;
  const issuer =
    `<saml2:Issuer xmlns:saml2="${assertionNs}" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">` +
    `${text(options.issuer)}</saml2:Issuer>`;
  const rest =
    `<saml2p:Status><saml2p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></saml2p:StatusCode>` +
    `</saml2p:Status>${assertion(subject, options)}`;
  const response = signedElement(open, issuer, rest, '</saml2p:Response>', id, options.key);
  return `<?xml version="1.0" encoding="UTF-8"?>${response}`;
}
