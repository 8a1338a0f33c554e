import { attribute, complex, multiValued } from './define.ts';
import type { Schema } from './registry.ts';

export const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';

const name = complex('name', "The components of the user's name.", [
  attribute('formatted', 'The full name, formatted for display.'),
  attribute('familyName', 'The family name.'),
  attribute('givenName', 'The given name.'),
  attribute('middleName', 'The middle names.'),
  attribute('honorificPrefix', 'The honorific prefix, such as "Ms.".'),
  attribute('honorificSuffix', 'The honorific suffix, such as "III".'),
]);

const addresses = complex(
  'addresses',
  'Physical mailing addresses.',
  [
    attribute('formatted', 'The full address, formatted for display.'),
    attribute('streetAddress', 'Street, house number and the like; may hold several lines.'),
    attribute('locality', 'The city or locality.'),
    attribute('region', 'The state or region.'),
    attribute('postalCode', 'The postal code.'),
    attribute('country', 'The country.'),
    attribute('type', 'What the address is used for.', { canonicalValues: ['work', 'home', 'other'] }),
    attribute('primary', 'True for the preferred address; at most one has it.', { type: 'boolean' }),
  ],
  { multiValued: true },
);

const groups = complex(
  'groups',
  'The groups that the user is in, directly or through other groups. Changed through the groups.',
  [
    attribute('value', 'The id of the group.', { mutability: 'readOnly', caseExact: true }),
    attribute('$ref', 'URI of the group.', {
      type: 'reference',
      referenceTypes: ['User', 'Group'],
      mutability: 'readOnly',
      caseExact: true,
    }),
    attribute('display', 'The displayName of the group.', { mutability: 'readOnly' }),
    attribute('type', 'Whether the membership is direct or indirect.', {
      mutability: 'readOnly',
      canonicalValues: ['direct', 'indirect'],
    }),
  ],
  { multiValued: true, mutability: 'readOnly' },
);

/** RFC 7643 §4.1 and §8.7.1. */
export const userSchema: Schema = {
  id: USER_URN,
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', 'The unique name with which the user signs in.', { required: true, uniqueness: 'server' }),
    name,
    attribute('displayName', 'The name of the user, suitable for display.'),
    attribute('nickName', 'The casual way to address the user.'),
    attribute('profileUrl', "URL of the user's online profile.", {
      type: 'reference',
      referenceTypes: ['external'],
      caseExact: true,
    }),
    attribute('title', "The user's job title."),
    attribute('userType', 'The relationship between the organization and the user, such as "Contractor".'),
    attribute('preferredLanguage', 'The user\'s preferred language, such as "en-US".'),
    attribute('locale', 'The user\'s locale for dates, numbers and currency, such as "en-US".'),
    attribute('timezone', 'The user\'s time zone, such as "America/Los_Angeles".'),
    attribute('active', "The user's administrative status.", { type: 'boolean', initial: true }),
    attribute('password', "The user's password; never kept or returned.", {
      mutability: 'writeOnly',
      returned: 'never',
      caseExact: true,
    }),
    multiValued('emails', 'E-mail addresses.', attribute('value', 'The e-mail address.'), ['work', 'home', 'other']),
    multiValued('phoneNumbers', 'Phone numbers.', attribute('value', 'The phone number.'), [
      'work',
      'home',
      'mobile',
      'fax',
      'pager',
      'other',
    ]),
    multiValued('ims', 'Instant messaging addresses.', attribute('value', 'The instant messaging address.'), [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
    ]),
    multiValued(
      'photos',
      'URLs of photos of the user.',
      attribute('value', 'URL of the photo.', { type: 'reference', referenceTypes: ['external'], caseExact: true }),
      ['photo', 'thumbnail'],
    ),
    addresses,
    groups,
    multiValued(
      'entitlements',
      'Things that the user has a right to.',
      attribute('value', 'The value of the entitlement.'),
      [],
    ),
    multiValued('roles', "The user's roles.", attribute('value', 'The value of the role.'), []),
    multiValued(
      'x509Certificates',
      'Certificates issued to the user.',
      attribute('value', 'The certificate: DER, base64 encoded.', { type: 'binary', caseExact: true }),
      [],
    ),
    // Not in RFC 7643: Entra maps the SID of a user that is synchronised from Active Directory.
    attribute('onPremisesSecurityIdentifier', 'The security identifier (SID) in the on-premises directory.', {
      caseExact: true,
    }),
  ],
};
