import type { JsonObject, JsonValue } from '@rollcall/scim';
import type { Expression } from './expression/ast.ts';
import { evaluate } from './expression/evaluate.ts';
import { parseExpression } from './expression/parse.ts';
import type { OktaUser, UserProfile } from './user.ts';

export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';

export interface AttributeMapping {
  /** Okta's name of the application's attribute, such as `givenName`. */
  readonly target: string;
  readonly expression: string;
  readonly applyOn: 'CREATE' | 'CREATE_AND_UPDATE';
}

/** Where an application attribute stands in the SCIM user. `group`: which of the multi-valued elements it belongs to. */
type Place =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'element'; readonly list: 'emails' | 'phoneNumbers' | 'addresses'; readonly name: string }
  | { readonly kind: 'enterprise'; readonly name: string }
  | { readonly kind: 'manager'; readonly name: string };

export interface TargetAttribute {
  readonly target: string;
  readonly label: string;
  readonly place: Place;
  readonly defaultExpression: string;
}

const workWhen = (attribute: string) => `(user.${attribute} != null && user.${attribute} != '') ? 'work' : ''`;
const plain = (name: string, label: string, expression = `user.${name}`): TargetAttribute => ({
  target: name,
  label,
  place: { kind: 'plain', name },
  defaultExpression: expression,
});
const inName = (name: string, label: string, attribute: string): TargetAttribute => ({
  target: name,
  label,
  place: { kind: 'name', name },
  defaultExpression: `user.${attribute}`,
});
const element = (
  target: string,
  label: string,
  list: 'emails' | 'phoneNumbers' | 'addresses',
  name: string,
  defaultExpression: string,
): TargetAttribute => ({ target, label, place: { kind: 'element', list, name }, defaultExpression });
const enterprise = (name: string, label: string): TargetAttribute => ({
  target: name,
  label,
  place: { kind: 'enterprise', name },
  defaultExpression: `user.${name}`,
});

/** The attributes of an AIW SCIM application in the order in which the create body carries them. */
export const targetAttributes: readonly TargetAttribute[] = [
  plain('userName', 'Username', 'user.login'),
  inName('givenName', 'Given name', 'firstName'),
  inName('familyName', 'Family name', 'lastName'),
  inName('middleName', 'Middle name', 'middleName'),
  inName('honorificPrefix', 'Honorific prefix', 'honorificPrefix'),
  inName('honorificSuffix', 'Honorific suffix', 'honorificSuffix'),
  element('email', 'Email', 'emails', 'value', 'user.email'),
  element('emailType', 'Primary email type', 'emails', 'type', workWhen('email')),
  plain('title', 'Title'),
  plain(
    'displayName',
    'Display name',
    "(user.displayName != null && user.displayName != '') ? user.displayName : user.firstName + ' ' + user.lastName",
  ),
  plain('nickName', 'Nickname'),
  plain('profileUrl', 'Profile Url'),
  element('primaryPhone', 'Primary phone', 'phoneNumbers', 'value', 'user.primaryPhone'),
  element('primaryPhoneType', 'Primary phone type', 'phoneNumbers', 'type', workWhen('primaryPhone')),
  element('addressType', 'Address type', 'addresses', 'type', workWhen('streetAddress')),
  element('streetAddress', 'Street address', 'addresses', 'streetAddress', 'user.streetAddress'),
  element('locality', 'Locality name', 'addresses', 'locality', 'user.city'),
  element('region', 'Region', 'addresses', 'region', 'user.state'),
  element('postalCode', 'Postal code', 'addresses', 'postalCode', 'user.zipCode'),
  element('country', 'Country', 'addresses', 'country', 'user.countryCode'),
  plain('preferredLanguage', 'Preferred language'),
  plain('locale', 'Locale', "(user.locale != null && user.locale != '') ? user.locale : 'en-US'"),
  plain('timezone', 'Time zone'),
  plain('userType', 'User type'),
  enterprise('employeeNumber', 'Employee number'),
  enterprise('costCenter', 'Cost center'),
  enterprise('organization', 'Organization'),
  enterprise('division', 'Division'),
  enterprise('department', 'Department'),
  {
    target: 'managerValue',
    label: 'Manager value',
    place: { kind: 'manager', name: 'value' },
    defaultExpression: 'user.managerId',
  },
  {
    target: 'managerDisplayName',
    label: 'Manager display name',
    place: { kind: 'manager', name: 'displayName' },
    defaultExpression: 'user.manager',
  },
];

const byTarget: ReadonlyMap<string, TargetAttribute> = new Map(targetAttributes.map((a) => [a.target, a]));
export const targetAttribute = (target: string): TargetAttribute | undefined => byTarget.get(target);

export const defaultMappings = (): AttributeMapping[] =>
  targetAttributes.map((attribute) => ({
    target: attribute.target,
    expression: attribute.defaultExpression,
    applyOn: 'CREATE_AND_UPDATE',
  }));

const parsed = new Map<string, Expression | null>();

/** Mappings repeat for every person: each expression is parsed once. */
function expressionOf(text: string): Expression | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const result = parseExpression(text);
  const expression = result.ok ? result.value : null;
  if (parsed.size > 10_000) parsed.clear();
  parsed.set(text, expression);
  return expression;
}

export function mapValue(expression: string, profile: UserProfile): string | null {
  const tree = expressionOf(expression);
  const result = tree === null ? null : evaluate(tree, profile);
  // One that grows beyond measure has no value, as one that cannot be read.
  const value = result?.ok === true ? result.value : null;
  return value === null || value === '' ? null : typeof value === 'string' ? value : JSON.stringify(value);
}

/** The mapped part of a SCIM user, in create-body order. An attribute without a value is left out. */
export interface MappedUser {
  readonly values: JsonObject;
  /** Paths of mapped attributes that have no value now: an update takes them away. */
  readonly absent: readonly (readonly string[])[];
}

type Bag = Record<string, JsonValue>;

function put(bag: Bag, place: Place, value: string): void {
  const child = (name: string): Bag => {
    const existing = bags.get(bag)?.get(name);
    if (existing !== undefined) return existing;
    const created: Bag = {};
    bags.set(bag, (bags.get(bag) ?? new Map()).set(name, created));
    bag[name] = created;
    return created;
  };
  switch (place.kind) {
    case 'plain':
      bag[place.name] = value;
      return;
    case 'name':
      child('name')[place.name] = value;
      return;
    case 'element':
      child(place.list)[place.name] = value;
      return;
    case 'enterprise':
      child(enterpriseUrn)[place.name] = value;
      return;
    case 'manager':
      child('manager')[place.name] = value;
      return;
    default:
      place satisfies never;
  }
}

/** Nested objects under construction, so that no value has to be looked at again to know its shape. */
const bags = new WeakMap<Bag, Map<string, Bag>>();

/** An element carries something to say only when more than its type is set. */
function elements(bag: Bag | undefined): JsonValue[] | undefined {
  if (bag === undefined || Object.keys(bag).every((key) => key === 'type')) return undefined;
  // As captured: `primary` stands first, `type` last.
  const { type, ...rest } = bag;
  return [{ primary: true, ...rest, ...(type === undefined ? {} : { type }) }];
}

export function mapUser(user: OktaUser, mappings: readonly AttributeMapping[], when: 'create' | 'update'): MappedUser {
  const bag: Bag = {};
  const leaves = new Map<string, { readonly path: readonly string[]; present: boolean }>();
  for (const mapping of mappings) {
    if (when === 'update' && mapping.applyOn === 'CREATE') continue;
    const attribute = byTarget.get(mapping.target);
    if (attribute === undefined) continue;
    const path = leafPath(attribute.place);
    const leaf = leaves.get(path.join(' ')) ?? { path, present: false };
    leaves.set(path.join(' '), leaf);
    const value = mapValue(mapping.expression, user.profile);
    if (value === null) continue;
    put(bag, attribute.place, value);
    leaf.present = true;
  }
  const nested = bags.get(bag);
  const emails = elements(nested?.get('emails'));
  const phoneNumbers = elements(nested?.get('phoneNumbers'));
  const addresses = elements(nested?.get('addresses'));
  const manager = nested?.get('manager');
  const extension = { ...nested?.get(enterpriseUrn), ...(manager === undefined ? {} : { manager }) };
  const values = inBodyOrder(bag, { emails, phoneNumbers, addresses, extension });
  const absent = [...leaves.values()].filter((leaf) => !leaf.present).map((leaf) => leaf.path);
  return { values, absent };
}

const leafPath = (place: Place): readonly string[] => {
  switch (place.kind) {
    case 'plain':
      return [place.name];
    case 'name':
      return ['name', place.name];
    case 'element':
      return [place.list];
    case 'enterprise':
      return [enterpriseUrn, place.name];
    case 'manager':
      return [enterpriseUrn, 'manager'];
    default:
      return place satisfies never;
  }
};

interface Lists {
  readonly emails: JsonValue[] | undefined;
  readonly phoneNumbers: JsonValue[] | undefined;
  readonly addresses: JsonValue[] | undefined;
  readonly extension: JsonObject;
}

/** As captured: userName, name, emails, displayName, locale; what is set beside them follows. */
function inBodyOrder(bag: Bag, lists: Lists): JsonObject {
  const body: Bag = {};
  const take = (name: string) => {
    const value = bag[name];
    if (value !== undefined) body[name] = value;
  };
  take('userName');
  take('name');
  if (lists.emails) body.emails = lists.emails;
  take('displayName');
  for (const name of ['title', 'nickName', 'profileUrl']) take(name);
  if (lists.phoneNumbers) body.phoneNumbers = lists.phoneNumbers;
  if (lists.addresses) body.addresses = lists.addresses;
  for (const name of ['preferredLanguage', 'locale', 'timezone', 'userType']) take(name);
  if (Object.keys(lists.extension).length > 0) body[enterpriseUrn] = lists.extension;
  return body;
}
