import type { ScimError } from '../error.ts';

export const ERROR_URN = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** RFC 7644 §3.12: `status` is a string, and there are no other keys. */
export const renderError = ({ status, scimType, detail }: ScimError): string =>
  `{"schemas":["${ERROR_URN}"],"status":"${status}"${scimType === undefined ? '' : `,"scimType":"${scimType}"`},"detail":${JSON.stringify(detail.toWellFormed())}}`;
