/** Why the org refuses an operation; the two APIs turn it into their own error objects. */
export interface Problem {
  readonly kind: 'invalid' | 'notFound' | 'conflict' | 'forbidden';
  readonly summary: string;
  readonly causes: readonly string[];
}

export const invalid = (summary: string, ...causes: readonly string[]): Problem => ({
  kind: 'invalid',
  summary,
  causes,
});
export const notFound = (what: string, id: string): Problem => ({
  kind: 'notFound',
  summary: `Not found: Resource not found: ${id} (${what})`,
  causes: [],
});
export const conflict = (summary: string): Problem => ({ kind: 'conflict', summary, causes: [] });
export const forbidden = (summary: string): Problem => ({ kind: 'forbidden', summary, causes: [] });
