import { type ScimError, scimError } from '../error.ts';
import type { JsonObject, JsonValue } from '../json.ts';

/** Names of a message's attributes are case-insensitive as all are (RFC 7643 §2.1): `operations` is `Operations`. */
export const memberOf = (object: JsonObject, name: string): JsonValue | undefined => {
  const value = object[name];
  if (value !== undefined) return value;
  const wanted = name.toLowerCase();
  for (const key in object) if (key.toLowerCase() === wanted) return object[key];
  return undefined;
};

export const namesSchema = (schemas: JsonValue | undefined, urn: string): boolean =>
  (Array.isArray(schemas) ? schemas : [schemas]).some(
    (each) => typeof each === 'string' && each.toLowerCase() === urn.toLowerCase(),
  );

export const syntaxError = (detail: string): ScimError => scimError(400, detail, 'invalidSyntax');
