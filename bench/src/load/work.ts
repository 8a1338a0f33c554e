/** What is asked of a server under test, the same for each: requests made from an index, so that every run is alike. */
import { requestBytes } from './http-client.ts';

export interface Target {
  readonly port: number;
  /** Path of the SCIM service: `/api/v1/scim`. */
  readonly base: string;
  readonly token: string;
}

export type Work =
  | { readonly kind: 'get'; readonly ids: readonly string[] }
  | { readonly kind: 'filter'; readonly attribute: string; readonly values: readonly string[] }
  | { readonly kind: 'path'; readonly paths: readonly string[] }
  | { readonly kind: 'create'; readonly from: number }
  | { readonly kind: 'replace'; readonly ids: readonly string[]; readonly from: number }
  | { readonly kind: 'changeMember'; readonly group: string; readonly ids: readonly string[] };

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const departments = ['Sales', 'Engineering', 'Finance', 'People', 'Legal', 'Support', 'Design', 'Operations'];

/** The attributes of the `n`th person of a bench directory, as Okta's create body has them. */
export function person(n: number): Record<string, unknown> {
  return {
    schemas: [USER, ENTERPRISE],
    userName: `person.${n}@example.com`,
    name: { givenName: `Given${n % 997}`, familyName: `Family${n % 4999}` },
    emails: [{ primary: true, value: `person.${n}@example.com`, type: 'work' }],
    displayName: `Given${n % 997} Family${n % 4999}`,
    title: `Specialist ${n % 40}`,
    locale: 'en-US',
    externalId: `00u${n.toString(36).padStart(12, '0')}`,
    [ENTERPRISE]: { employeeNumber: `E${n}`, department: departments[n % departments.length] },
    groups: [],
    password: `pw-${n}-Aa1!xyz`,
    active: true,
  };
}

/** Sixteen joins, then the same sixteen leave: every request changes something and the group keeps its size. */
function memberOperation(n: number, id: string): Record<string, unknown> {
  return (n & 31) < 16
    ? { op: 'add', path: 'members', value: [{ value: id }] }
    : { op: 'remove', path: `members[value eq "${id}"]` };
}

/** The `n`th request of a piece of work. */
export function requestOf(target: Target, work: Work, n: number): Buffer {
  const make = (method: string, path: string, body?: unknown) =>
    requestBytes(method, target.base + path, target.token, body === undefined ? undefined : JSON.stringify(body));
  const at = (list: readonly string[]) => list[(n * 7919) % list.length] ?? '';
  switch (work.kind) {
    case 'get':
      return make('GET', `/Users/${at(work.ids)}`);
    case 'filter':
      return make(
        'GET',
        `/Users?filter=${encodeURIComponent(`${work.attribute} eq "${at(work.values)}"`)}&startIndex=1&count=100`,
      );
    case 'path':
      return make('GET', at(work.paths));
    case 'create':
      return make('POST', '/Users', person(work.from + n));
    case 'replace':
      return make('PUT', `/Users/${at(work.ids)}`, {
        ...person(work.from + ((n * 7919) % work.ids.length)),
        title: `Title ${n}`,
      });
    case 'changeMember':
      return make('PATCH', `/Groups/${work.group}`, {
        schemas: [PATCH_OP],
        Operations: [memberOperation(n, work.ids[((n >> 5) * 16 + (n & 15)) % work.ids.length] ?? '')],
      });
    default:
      return work satisfies never;
  }
}
