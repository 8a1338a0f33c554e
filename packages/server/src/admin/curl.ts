import type { LoggedRequest } from '@rollcall/store';

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The request as a command to try again with. The token is never kept, so a variable stands in its place. */
export function curlOf(request: LoggedRequest, origin: string): string {
  const parts = [`curl -X ${request.method} ${quote(origin + request.path)}`, '-H "Authorization: Bearer $TOKEN"'];
  const body = request.detail?.requestBody;
  if (body) parts.push(`-H 'Content-Type: application/scim+json'`, `--data-raw ${quote(body)}`);
  return parts.join(' \\\n  ');
}
