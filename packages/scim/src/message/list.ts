export const LIST_RESPONSE_URN = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** What a ListResponse says beside its resources: RFC 7644 §3.4.2, RFC 9865 §2. */
export interface ListInfo {
  /** Null where counting would cost (cursors only, RFC 9865 §2). */
  readonly totalResults: number | null;
  /** From 1; left out with cursors. */
  readonly startIndex?: number;
  readonly nextCursor?: string | null;
  readonly previousCursor?: string | null;
}

/** `resources` are the texts of resources. Cursors are of unreserved characters, so they need no escaping. */
export const renderList = (resources: readonly string[], info: ListInfo): string => {
  const total = info.totalResults === null ? '' : `"totalResults":${info.totalResults},`;
  const start = info.startIndex === undefined ? '' : `"startIndex":${info.startIndex},`;
  const next = info.nextCursor ? `"nextCursor":"${info.nextCursor}",` : '';
  const previous = info.previousCursor ? `"previousCursor":"${info.previousCursor}",` : '';
  return `{"schemas":["${LIST_RESPONSE_URN}"],${total}${start}"itemsPerPage":${resources.length},${previous}${next}"Resources":[${resources.join(',')}]}`;
};
