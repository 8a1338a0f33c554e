import { isJsonObject, type JsonObject, type JsonValue } from '@rollcall/scim';

export interface Candidate {
  /** A PATCH path (RFC 7644 §3.5.2) that selects the value. */
  readonly path: string;
  readonly people: number;
  readonly sample: string;
}

const plain = (value: JsonValue): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : typeof value === 'number' ? String(value) : null;

const structural = new Set(['schemas', 'id', 'active', 'meta', 'groups', 'photos', 'profileUrl', 'x509Certificates']);

/** The texts of one attribute with the paths that select them. */
function* textsOf(value: JsonValue, path: string): Generator<readonly [string, string]> {
  const text = plain(value);
  if (text !== null) yield [path, text];
  if (Array.isArray(value)) {
    for (const element of value) {
      if (!isJsonObject(element) || typeof element.type !== 'string') continue;
      const found = plain(element.value ?? null);
      if (found !== null) yield [`${path}[type eq ${JSON.stringify(element.type)}].value`, found];
    }
  } else if (isJsonObject(value)) {
    const separator = path.startsWith('urn:') ? ':' : '.';
    for (const [name, inner] of Object.entries(value)) {
      if (path.startsWith('urn:') && isJsonObject(inner)) {
        for (const [sub, deep] of Object.entries(inner)) {
          const found = plain(deep);
          if (found !== null) yield [`${path}:${name}.${sub}`, found];
        }
      } else {
        const found = plain(inner);
        if (found !== null) yield [path + separator + name, found];
      }
    }
  }
}

/** What was received of these people and could feed a field, what most of them have first. */
export function candidatesOf(documents: readonly JsonObject[]): readonly Candidate[] {
  const found = new Map<string, { people: number; sample: string }>();
  for (const document of documents) {
    for (const [name, value] of Object.entries(document)) {
      if (structural.has(name)) continue;
      for (const [path, sample] of textsOf(value, name)) {
        const known = found.get(path);
        found.set(path, { people: (known?.people ?? 0) + 1, sample: known?.sample ?? sample });
      }
    }
  }
  return [...found].map(([path, rest]) => ({ path, ...rest })).sort((a, b) => b.people - a.people);
}
