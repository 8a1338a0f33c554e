/** The parameters that SCIM knows, RFC 7644 §3.4.2 and RFC 9865 §2. All others are ignored (#16). */
export interface QueryText {
  readonly filter?: string;
  readonly sortBy?: string;
  readonly sortOrder?: string;
  readonly startIndex?: string;
  readonly count?: string;
  readonly cursor?: string;
  readonly attributes?: string;
  readonly excludedAttributes?: string;
}

const names = [
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  'attributes',
  'excludedAttributes',
] as const satisfies readonly (keyof QueryText)[];

const known = new Map<string, keyof QueryText>(names.map((name) => [name, name]));
const folded = new Map<string, keyof QueryText>(names.map((name) => [name.toLowerCase(), name]));

export const emptyQuery: QueryText = {};

/** Of a parameter that is repeated the first counts. `raw` is what stands after the `?`. */
export function queryOf(raw: string): QueryText {
  if (raw === '') return emptyQuery;
  const query: { -readonly [name in keyof QueryText]: string } = {};
  for (const pair of raw.split('&')) {
    const at = pair.indexOf('=');
    const written = at < 0 ? pair : pair.slice(0, at);
    const name = known.get(written) ?? folded.get(decoded(written).toLowerCase());
    if (name === undefined || query[name] !== undefined) continue;
    query[name] = at < 0 ? '' : decoded(pair.slice(at + 1));
  }
  return query;
}

/** `+` is a space (as forms write it); what is no valid escape is taken as written. */
function decoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
      try {
        return decodeURIComponent(bytes);
      } catch {
        return bytes;
      }
    });
  }
}
