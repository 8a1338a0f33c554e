import type { JsonValue } from '../json.ts';
import type { Attribute } from '../schema/attribute.ts';
import { canonicalDateTime } from './date-time.ts';
import { cleanText, fold } from './fold.ts';

export type Scalar = string | number | boolean;

/**
 * One value as filters compare it; null where it counts as none: null, an empty string (Entra clears values with it) or
 * something of another type than the attribute's.
 */
export const canonicalScalar = (attribute: Attribute, value: JsonValue | undefined): Scalar | null => {
  switch (attribute.type) {
    case 'string':
    case 'reference':
      if (typeof value !== 'string' || value === '') return null;
      return attribute.caseExact ? cleanText(value) : fold(value);
    case 'binary':
      return typeof value === 'string' && value !== '' ? cleanText(value) : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'integer':
    case 'decimal':
      return typeof value === 'number' ? value : null;
    case 'dateTime':
      return typeof value === 'string' ? canonicalDateTime(value) : null;
    case 'complex':
      return null;
    default:
      return attribute.type satisfies never;
  }
};
