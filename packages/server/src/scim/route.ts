/**
 * path = "/api/v1/scim" [ "/v" version ] *( "/" segment ) [ "/" ]
 *
 * Clients put slashes together (`…/scim//Users`) and end with one, `?` or `&`; all of that is the same place.
 */
const scimPrefix = '/api/v1/scim';

export interface ScimPath {
  /** As the client wrote it, so that locations come back under it: `/api/v1/scim` or `/api/v1/scim/v2`. */
  readonly prefix: string;
  readonly segments: readonly string[];
}

export type Route =
  | { readonly kind: 'path'; readonly path: ScimPath }
  | { readonly kind: 'version'; readonly version: string };

const version2 = '/v2';

export const isScimPath = (path: string): boolean =>
  path.startsWith(scimPrefix) && (path.length === scimPrefix.length || path.charCodeAt(scimPrefix.length) === 47);

export function routeOf(path: string): Route {
  let rest = path.slice(scimPrefix.length);
  let prefix: string = scimPrefix;
  if (rest === version2 || rest.startsWith('/v2/')) {
    prefix = scimPrefix + version2;
    rest = rest.slice(version2.length);
  } else {
    const version = /^\/(v\d+)(?:\/|$)/i.exec(rest)?.[1];
    if (version !== undefined) return { kind: 'version', version };
  }
  return { kind: 'path', path: { prefix, segments: segmentsOf(rest) } };
}

function segmentsOf(rest: string): readonly string[] {
  const segments: string[] = [];
  for (const part of rest.split('/')) if (part !== '') segments.push(part.includes('%') ? decoded(part) : part);
  return segments;
}

/** A broken escape names nothing that exists; as written it is simply not found. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
