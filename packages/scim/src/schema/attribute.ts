import type { JsonValue } from '../json.ts';

/** Attribute characteristics, RFC 7643 §2.2 and §7. */
export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';
export type Mutability = 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
export type Returned = 'always' | 'never' | 'default' | 'request';
export type Uniqueness = 'none' | 'server' | 'global';

export interface Attribute {
  readonly name: string;
  readonly type: AttributeType;
  readonly description: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly returned: Returned;
  readonly uniqueness: Uniqueness;
  /** Empty where the schema suggests none. */
  readonly canonicalValues: readonly string[];
  /** Empty but for `reference` attributes. */
  readonly referenceTypes: readonly string[];
  /** Empty but for `complex` attributes. */
  readonly subAttributes: readonly Attribute[];
  /**
   * Not of RFC 7643: the value of a new resource whose client gives none. A replace without the attribute leaves it
   * (decision 17), and removing it brings the initial value back.
   */
  readonly initial?: JsonValue;
}
