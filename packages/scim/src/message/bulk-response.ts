export const BULK_RESPONSE_URN = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

export interface BulkResult {
  readonly method: string;
  readonly bulkId: string | null;
  readonly status: number;
  /** URL of the resource; null where none was made. */
  readonly location: string | null;
  /** As `meta.version` has it. */
  readonly version: string | null;
  /** JSON text: the error, or the resource. */
  readonly response: string | null;
}

/** RFC 7644 §3.7.3. `status` is a string, as in an error. */
export const renderBulkResponse = (results: readonly BulkResult[]): string =>
  `{"schemas":["${BULK_RESPONSE_URN}"],"Operations":[${results.map(renderResult).join(',')}]}`;

const renderResult = ({ method, bulkId, status, location, version, response }: BulkResult): string => {
  const optional = (name: string, value: string | null): string =>
    value === null ? '' : `"${name}":${JSON.stringify(value)},`;
  const parts = `${optional('bulkId', bulkId)}${optional('location', location)}${optional('version', version)}`;
  return `{"method":${JSON.stringify(method)},${parts}"status":"${status}"${response === null ? '' : `,"response":${response}`}}`;
};
