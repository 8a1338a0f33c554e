/** What one may do in a tenant; each role may do what the next one may. */
export type Role = 'owner' | 'admin' | 'auditor';

/**
 * Who may call an endpoint. A role: a member of the tenant with at least that role, by session or API token.
 * `signedIn`: anybody with a session, also without a tenant. `public`: anybody.
 */
export type Access = Role | 'signedIn' | 'public';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What an answer is made of: JSON by the contract's schema, nothing, or bytes of a media type. */
export type Answer = 'json' | 'empty' | 'csv' | 'events' | 'html' | 'download';

export interface Route {
  readonly method: Method;
  /** With `{name}` for each parameter. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly answer: Answer;
  /** 200 unless said. */
  readonly status?: 201 | 202 | 204;
}

export const roleCovers = (held: Role, needed: Role): boolean => RANK[held] >= RANK[needed];

const RANK: Readonly<Record<Role, number>> = { auditor: 1, admin: 2, owner: 3 };
