import { type AdminErrorCode, adminErrors, type ErrorBody } from '@rollcall/admin-api';

/** What an endpoint expects to go wrong. `detail` is about this case; without it the registry's title stands. */
export interface Failure {
  readonly code: AdminErrorCode;
  readonly detail?: string;
  readonly issues?: ErrorBody['issues'];
  readonly headers?: Readonly<Record<string, string>>;
}

export const failure = (code: AdminErrorCode, detail?: string): Failure =>
  detail === undefined ? { code } : { code, detail };

/** The one place where a failure becomes an answer. */
export function answerFailure(failed: Failure, requestId: string): Response {
  const { status, title, todo } = adminErrors[failed.code];
  const body: ErrorBody = {
    code: failed.code,
    title,
    detail: failed.detail ?? title,
    todo,
    requestId,
    ...(failed.issues ? { issues: failed.issues } : {}),
  };
  return Response.json(body, { status, headers: { ...failed.headers, 'x-request-id': requestId } });
}
