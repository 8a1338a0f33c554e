import { renderError, scimError } from '@rollcall/scim';

/** An error in the form that SCIM clients read (RFC 7644 §3.12), for what is refused before it is known whom it was for. */
export function scimRefusal(
  status: number,
  detail: string,
): { readonly headers: readonly string[]; readonly body: string } {
  const body = renderError(scimError(status, detail));
  return {
    headers: [
      ...['Content-Type', 'application/scim+json', 'Content-Length', String(Buffer.byteLength(body))],
      ...['X-Content-Type-Options', 'nosniff'],
    ],
    body,
  };
}
