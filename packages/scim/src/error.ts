/** Error keywords of RFC 7644 §3.12 (table 9) and RFC 9865 §2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** What a request did wrong, in a form that RFC 7644 §3.12 can carry. `detail` is what an administrator reads. */
export interface ScimError {
  readonly status: number;
  readonly scimType?: ScimType;
  readonly detail: string;
}

export const scimError = (status: number, detail: string, scimType?: ScimType): ScimError =>
  scimType === undefined ? { status, detail } : { status, detail, scimType };
