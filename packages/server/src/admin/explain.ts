import type { LoggedRequest } from '@rollcall/store';

/** Why a request failed, in an administrator's words, with what to do. */
export interface Explanation {
  readonly title: string;
  readonly why: string;
  readonly todo: string;
  /** A page of the console that helps, as a path. */
  readonly link: string | null;
}

type Failed = Pick<LoggedRequest, 'status' | 'method' | 'path' | 'detail'>;
type Words = Omit<Explanation, 'link'> & { readonly link?: string };

/** `detail` of a SCIM error, which names the attribute or the ids; null when the answer is not kept. */
export function scimDetail(request: Failed): string | null {
  try {
    const body: unknown = JSON.parse(request.detail?.responseBody ?? 'null');
    const detail = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : null;
    return typeof detail === 'string' ? detail : null;
  } catch {
    return null;
  }
}

const resourceWord = (request: Failed): string => (/\/Groups/i.test(request.path) ? 'group' : 'user');

const conflict = (request: Failed): Words => ({
  title: `That ${resourceWord(request)} exists already`,
  why: `Another ${resourceWord(request)} of this integration has the same ${resourceWord(request) === 'group' ? 'name' : 'userName'}; upper and lower case count as the same.`,
  todo:
    resourceWord(request) === 'group'
      ? 'Link the push group to the existing group (Okta: Push Groups → Link Group), or rename one of them.'
      : 'In the provider, import or match the existing user, or give one of the two another user name. An archived user comes back by being assigned again.',
});

/** What SCIM's error keywords (RFC 7644 §3.12) and our own causes mean to whoever runs the provider. */
const byCause: Readonly<Record<string, (request: Failed) => Words>> = {
  tokenRevoked: () => ({
    title: 'The token was rotated or revoked',
    why: 'The identity provider still sends a token that stopped working when it was rotated or revoked here.',
    todo: 'Copy the new token into the provider’s provisioning settings (Okta: Provisioning → Integration → Authorization). If it is lost, rotate the token once more.',
    link: '/integrations',
  }),
  tokenExpired: () => ({
    title: 'The token has expired',
    why: 'The token that was sent had an expiry date, and it has passed.',
    todo: 'Rotate the token and give the new one to the identity provider.',
    link: '/integrations',
  }),
  tokenMalformed: () => ({
    title: 'The token was not copied whole',
    why: 'What was sent looks like one of our tokens but its checksum does not fit: characters are missing or changed.',
    todo: 'Copy the token again with the copy button; if it is lost, rotate it.',
    link: '/integrations',
  }),
  tokenUnknown: () => ({
    title: 'The token is not known here',
    why: 'It has the form of a token of this product, but no integration has it.',
    todo: 'Check that the SCIM API URL and the token are of the same server and integration; if in doubt, rotate the token.',
    link: '/integrations',
  }),
  wrongHost: () => ({
    title: 'The token belongs to another tenant',
    why: 'The sub-domain of the URL names one tenant and the token another.',
    todo: 'Use the SCIM API URL that is shown under View details of the integration.',
    link: '/integrations',
  }),
  tokenMissing: () => ({
    title: 'No token was sent',
    why: 'The request had no `Authorization: Bearer …` header.',
    todo: 'In the provider choose HTTP Header (bearer token) as the authentication mode and paste the token.',
  }),
  uniqueness: (request) => conflict(request),
  noTarget: () => ({
    title: 'The change points at something that is not there',
    why: 'A PATCH selected a value (for example the work e-mail) that the resource does not have.',
    todo: 'Push the whole user again (Okta: the user’s assignment → Save, or Force Sync) so that the provider’s view and this one meet.',
  }),
  invalidPath: () => ({
    title: 'A PATCH names an attribute that does not exist',
    why: 'The path of the change is not an attribute of the schema it names.',
    todo: 'Check the attribute mapping in the provider against Supported attributes.',
    link: '/supported-attributes',
  }),
  invalidFilter: () => ({
    title: 'The filter could not be understood',
    why: 'The search that was sent has a filter with an unknown attribute, operator or a syntax error.',
    todo: 'In Okta the Unique identifier field for users must be `userName`. Else check the attribute that the provider matches by.',
    link: '/supported-attributes',
  }),
  invalidValue: (request) => ({
    title: resourceWord(request) === 'group' ? 'A member or value is not known' : 'A value does not fit its attribute',
    why:
      resourceWord(request) === 'group'
        ? 'The group names members that do not exist in this integration (yet), or a value does not fit its attribute.'
        : 'A required value is missing, or a value has the wrong type.',
    todo:
      resourceWord(request) === 'group'
        ? 'Assign these people to the app first, wait until they have arrived, then push the group again. Or turn on “skip unknown members” for this integration.'
        : 'Check the attribute mapping in the provider; the detail names the attribute.',
  }),
  invalidSyntax: () => ({
    title: 'The message is not valid SCIM',
    why: 'The body is not JSON, or lacks what its kind of message must have.',
    todo: 'If a gateway or proxy changes requests on the way, let it pass them unchanged. Else report this to the provider with the request id.',
  }),
  mutability: () => ({
    title: 'A read-only attribute was to be changed',
    why: 'Attributes such as `id`, `meta` and `groups` are set by the server.',
    todo: 'Remove that attribute from the provider’s mapping.',
    link: '/supported-attributes',
  }),
  tooMany: () => ({
    title: 'Too much at once',
    why: 'The answer or the request would be larger than what is allowed.',
    todo: 'Ask in smaller pages, or send fewer operations in one request.',
  }),
  invalidVers: () => ({
    title: 'Somebody else changed it meanwhile',
    why: 'The request was made for an older version of the resource.',
    todo: 'The provider normally tries again by itself; push it again if not.',
  }),
  invalidCursor: () => ({
    title: 'A page was asked for that does not exist',
    why: 'The cursor is not one of this list.',
    todo: 'Start the listing from the beginning.',
  }),
  expiredCursor: () => ({
    title: 'The cursor is too old',
    why: 'The listing was continued too late.',
    todo: 'Start the listing from the beginning.',
  }),
  invalidCount: () => ({
    title: 'The page size changed between pages',
    why: 'A listing by cursor must keep its `count`.',
    todo: 'Start the listing from the beginning.',
  }),
  sensitive: () => ({
    title: 'The query would put private data into the URL',
    why: 'Such a search must be sent in the body.',
    todo: 'Use POST `/.search`.',
  }),
};

const byStatus: Readonly<Record<number, (request: Failed) => Words>> = {
  400: () => ({
    title: 'The request was refused',
    why: 'It does not fit what SCIM allows here.',
    todo: 'The detail of the answer says what; check the attribute mapping.',
    link: '/supported-attributes',
  }),
  401: () => ({
    title: 'The token was not accepted',
    why: 'The token is unknown here, or was revoked.',
    todo: 'Paste the current token into the provider’s provisioning settings, or rotate it and paste the new one.',
    link: '/integrations',
  }),
  403: () => ({
    title: 'This is not allowed',
    why: 'What was asked for is turned off or reserved.',
    todo: 'Leave this request out; nothing of the synchronisation needs it.',
  }),
  404: (request) => ({
    title: `The ${resourceWord(request)} does not exist`,
    why: 'It was deleted, never arrived, or belongs to another integration.',
    todo:
      resourceWord(request) === 'group'
        ? 'Unlink the push group and push it again.'
        : 'Remove the user’s assignment and assign them again, so that the provider creates them anew.',
  }),
  405: () => ({
    title: 'This method is not possible here',
    why: 'The URL exists, but not for this method.',
    todo: 'Check that the base URL ends in `/api/v1/scim` and nothing else.',
  }),
  409: (request) => conflict(request),
  412: () => ({
    title: 'Somebody else changed it meanwhile',
    why: 'The request was made for an older version of the resource.',
    todo: 'The provider normally tries again by itself; push it again if not.',
  }),
  413: () => ({
    title: 'The request is too large',
    why: 'The body is larger than what is accepted here.',
    todo: 'Send fewer members or operations at once.',
  }),
  415: () => ({
    title: 'The body is of the wrong kind',
    why: 'SCIM bodies are `application/scim+json` or `application/json`.',
    todo: 'Set the content type in the provider.',
  }),
  429: () => ({
    title: 'Too many requests',
    why: 'The token has a limit of requests a second.',
    todo: 'The provider tries again by itself. Raise or remove the limit when the token is rotated.',
    link: '/integrations',
  }),
  501: () => ({
    title: 'Not supported',
    why: 'This part of SCIM is optional and not offered.',
    todo: 'Leave this request out; nothing of the synchronisation needs it.',
  }),
  503: () => ({
    title: 'The server was not available',
    why: 'The database could not be reached at that moment.',
    todo: 'The provider tries again by itself. If it stays, ask whoever runs the server.',
  }),
};

/** Null for a request that succeeded. */
export function explain(request: Failed): Explanation | null {
  if (request.status < 400) return null;
  const cause = request.detail?.cause ?? null;
  const words = (cause === null ? undefined : byCause[cause]) ?? byStatus[request.status];
  const detail = scimDetail(request);
  if (!words) {
    return {
      title: request.status >= 500 ? 'Something went wrong in the server' : `Answered with ${request.status}`,
      why: detail ?? 'The log of the server has the cause under this request id.',
      todo: 'Give the request id to whoever runs the server.',
      link: null,
    };
  }
  const { title, why, todo, link } = words(request);
  return { title, why: detail === null ? why : `${why} ${detail}`, todo, link: link ?? null };
}

/** Causes and statuses that have words, for a test that none is missing. */
export const explained = { causes: Object.keys(byCause), statuses: Object.keys(byStatus).map(Number) };
