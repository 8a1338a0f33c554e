import { productErrors } from './product-errors.ts';

export interface ErrorEntry {
  readonly status: number;
  readonly title: string;
  /** What whoever gets it can do. */
  readonly todo: string;
}

/** Every error that the admin API answers with. docs/reference/admin-api.md lists the same; a test compares them. */
export const adminErrors = {
  invalidRequest: {
    status: 400,
    title: 'The request does not fit the endpoint',
    todo: 'Look at `issues`: each names the field and what is wrong with it.',
  },
  invalidCursor: {
    status: 400,
    title: 'The cursor does not belong to this list',
    todo: 'Start again without `cursor`; a cursor works only with the filters and sort it came from.',
  },
  confirmationMismatch: {
    status: 400,
    title: 'The typed name is not the integration’s name',
    todo: 'Type the name exactly as it is shown.',
  },
  weakPassword: {
    status: 400,
    title: 'The password is too short',
    todo: 'Choose one of 12 to 128 characters.',
  },
  userHasDevices: {
    status: 400,
    title: 'User still assigned to one or more devices.',
    todo: 'Unassign the devices first.',
  },
  invalidProvider: {
    status: 400,
    title: 'The identity provider’s settings do not work',
    todo: 'Check the issuer URL, the entry point and the certificate; `detail` says which failed.',
  },
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    todo: 'Sign in, or send a valid API token as `Authorization: Bearer …`.',
  },
  forbidden: {
    status: 403,
    title: 'Your role does not allow this',
    todo: 'Ask an owner of the tenant for a higher role.',
  },
  noTenant: {
    status: 403,
    title: 'You do not belong to a tenant',
    todo: 'Ask an owner for an invitation.',
  },
  sessionRequired: {
    status: 403,
    title: 'An API token can’t do this',
    todo: 'Sign in to the console; this is about one’s own account.',
  },
  crossSite: {
    status: 403,
    title: 'The request came from another site',
    todo: 'Use the console at its own address; set ROLLCALL_PUBLIC_URL to that address.',
  },
  notFound: {
    status: 404,
    title: 'Not found',
    todo: 'It may have been deleted, or it belongs to another tenant.',
  },
  methodNotAllowed: {
    status: 405,
    title: 'The method is not allowed here',
    todo: 'See `Allow` for the methods that are.',
  },
  nameTaken: {
    status: 409,
    title: 'The name is in use',
    todo: 'Choose another; names are compared without regard to case.',
  },
  alreadyMember: {
    status: 409,
    title: 'This person is a member already',
    todo: 'Change their role under Team instead.',
  },
  lastOwner: {
    status: 409,
    title: 'A tenant needs an owner',
    todo: 'Make somebody else an owner first.',
  },
  linkInvalid: {
    status: 410,
    title: 'The link is used up, expired or not complete',
    todo: 'Ask for a new one; an operator can print one with `npm run -s rollcall -- admin invite`.',
  },
  tooLarge: {
    status: 413,
    title: 'The request is too large',
    todo: 'Send less than 1 MiB.',
  },
  unsupportedMediaType: {
    status: 415,
    title: 'The body is not JSON',
    todo: 'Send `Content-Type: application/json`.',
  },
  tooManyRequests: {
    status: 429,
    title: 'Too many attempts',
    todo: 'Wait for the seconds in `Retry-After`.',
  },
  listTooLong: {
    status: 400,
    title: 'The list took too long and was stopped',
    todo: 'Narrow it: fewer words to search for, a shorter time, one integration.',
  },
  listsBusy: {
    status: 429,
    title: 'Too many long lists at once',
    todo: 'Wait for the seconds in `Retry-After`.',
  },
  ...productErrors,
  internal: {
    status: 500,
    title: 'Something went wrong in the server',
    todo: 'Give the request id to whoever runs the server; the log has the cause.',
  },
  unavailable: {
    status: 503,
    title: 'Not available at the moment',
    todo: 'Try again in a few seconds.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

export type AdminErrorCode = keyof typeof adminErrors;

/** The body of every answer that is an error. */
export interface ErrorBody {
  readonly code: AdminErrorCode;
  readonly title: string;
  /** This case, in a sentence. */
  readonly detail: string;
  readonly todo: string;
  readonly requestId: string;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
}
