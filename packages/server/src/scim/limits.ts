import { maxValues } from '@rollcall/scim';

/** Decisions 15 and 16; advertised in ServiceProviderConfig where it has a place for them. */
export const limits = {
  pageSize: 100,
  pageSizeAtMost: 1_000,
  bodyBytes: 1_048_576,
  /** A whole-group PUT with 100,000 echoed members is about 19 MB. */
  groupBodyBytes: 64 * 1_048_576,
  bulkOperations: 1_000,
  bulkBytes: 10 * 1_048_576,
  stringLength: 65_536,
  /** Of one attribute of one resource; a group’s members are not counted. */
  values: maxValues,
  jsonDepth: 64,
  cursorSeconds: 3_600,
  /** Beyond it PATCH of a group answers 204 (decision 7). */
  patchedGroupMembers: 1_000,
} as const;
