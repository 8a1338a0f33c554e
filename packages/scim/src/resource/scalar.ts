import { isJsonObject, type JsonValue } from '../json.ts';
import { canonicalDateTime } from '../search/date-time.ts';
import type { Intake } from './intake.ts';
import type { Field } from './shape.ts';

/** Decision 16: one string may have 64 KiB of UTF-8. */
const maxStringBytes = 65_536;

/** A value of a simple attribute; undefined where it is unassigned (RFC 7643 §2.5, and `""` as Entra clears) or refused. */
export const readScalar = (field: Field, json: JsonValue, intake: Intake): JsonValue | undefined => {
  if (json === null || json === '') return undefined;
  if (typeof json === 'object') return readWrapped(field, json, intake);
  switch (field.attribute.type) {
    case 'string':
    case 'reference':
      return typeof json === 'string' ? readText(field, json, intake) : intake.refuse(field, 'a string', json);
    case 'boolean':
      return readBoolean(field, json, intake);
    case 'integer':
      return Number.isSafeInteger(json) ? json : intake.refuse(field, 'an integer', json);
    case 'decimal':
      return typeof json === 'number' ? json : intake.refuse(field, 'a number', json);
    case 'dateTime':
      return typeof json === 'string' && canonicalDateTime(json) !== null
        ? json
        : intake.refuse(field, 'a date and time such as "2011-05-13T04:42:34Z"', json);
    case 'binary':
      return typeof json === 'string' && /^[-\w+/\s]*={0,2}\s*$/.test(json)
        ? readText(field, json, intake)
        : intake.refuse(field, 'base64 text', json);
    case 'complex':
      return intake.refuse(field, 'an object', json);
    default:
      return field.attribute.type satisfies never;
  }
};

/** Entra wraps a value in an array of one, and simple values in `[{"value": …}]`. */
const readWrapped = (field: Field, json: JsonValue & object, intake: Intake): JsonValue | undefined => {
  if (Array.isArray(json)) {
    const [first] = json;
    if (first === undefined) return undefined;
    return json.length === 1 && !Array.isArray(first)
      ? readScalar(field, first, intake)
      : intake.refuse(field, 'one value', json);
  }
  const inner = isJsonObject(json) ? json.value : undefined;
  return inner === undefined || typeof inner === 'object'
    ? intake.refuse(field, expectation(field), json)
    : readScalar(field, inner, intake);
};

const expectation = (field: Field): string =>
  field.attribute.type === 'boolean' ? 'a boolean' : `a value of type ${field.attribute.type}`;

/** Entra writes booleans as "True" and "False". */
const readBoolean = (field: Field, json: JsonValue, intake: Intake): boolean | undefined => {
  if (typeof json === 'boolean') return json;
  const word = typeof json === 'string' ? json.toLowerCase() : '';
  if (word === 'true') return true;
  return word === 'false' ? false : intake.refuse(field, 'true or false', json);
};

const readText = (field: Field, text: string, intake: Intake): string | undefined => {
  // A code unit is three bytes at most, so the exact count is needed for few.
  if (text.length * 3 > maxStringBytes && utf8Length(text) > maxStringBytes) {
    return intake.refuseWith(`“${field.path}” is longer than ${maxStringBytes} bytes.`);
  }
  // PostgreSQL keeps neither in text or jsonb.
  return text.isWellFormed() && !text.includes('\0')
    ? text
    : intake.refuseWith(`“${field.path}” has a character that is no text (NUL or half of a surrogate pair).`);
};

const utf8Length = (text: string): number => {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) bytes += 1;
    // Each half of a pair counts two, and the pair is four bytes.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
};
