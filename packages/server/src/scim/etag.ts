import type { IncomingHttpHeaders } from 'node:http';

/** The version of a resource as `ETag` and `meta.version` carry it, RFC 7644 §3.14. */
export const etagOf = (version: number): string => `W/"${version}"`;

/**
 * `If-Match` as the versions that are meant; `'*'` for any, undefined where there is no condition. Tags are compared
 * weakly, because all of ours are weak; one that isn't ours matches no version.
 */
export function ifMatchOf(headers: IncomingHttpHeaders): readonly number[] | '*' | undefined {
  const header = headers['if-match'];
  return header === undefined ? undefined : versionsOf(header);
}

/** Whether `If-None-Match` says that the client has this version already. */
export function notModified(headers: IncomingHttpHeaders, version: number): boolean {
  const header = headers['if-none-match'];
  if (header === undefined) return false;
  const versions = versionsOf(header);
  return versions === '*' || versions.includes(version);
}

function versionsOf(header: string): readonly number[] | '*' {
  if (header.trim() === '*') return '*';
  const versions: number[] = [];
  // A bare number is what a client that copies meta.version without its quotes sends.
  for (const match of header.matchAll(/(?:W\/)?"(\d+)"|(?:^|,)\s*(\d+)\s*(?=,|$)/g))
    versions.push(Number(match[1] ?? match[2]));
  return versions;
}
