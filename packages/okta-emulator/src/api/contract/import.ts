// POST /apps/:id/import → ImportResult · GET /apps/:id/import → ImportResult | {items: []}
// GET /apps/:id/imported-groups → Page<GroupItem>: the application's groups that stand in the directory
// POST /apps/:id/import/confirm {ids} | {assignments: ImportChoice[]} → ImportConfirmed; `ids` takes what was proposed

export interface ImportResult {
  /** When it was made; null: not yet since the emulator was started. */
  readonly at: string | null;
  readonly scanned: number;
  readonly skippedInactive: number;
  readonly groups: number;
  readonly items: readonly ImportedUser[];
}
export interface ImportedUser {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly email: string;
  /** An exact match by username, or a new person. */
  readonly match: { readonly userId: string; readonly name: string } | null;
}
/** Whose account it is; null makes a new person. */
export interface ImportChoice {
  readonly id: string;
  readonly userId: string | null;
}
export interface ImportConfirmed {
  readonly created: number;
  readonly linked: number;
}
