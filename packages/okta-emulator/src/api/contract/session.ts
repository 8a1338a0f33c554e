// POST {username, password} · GET · DELETE  /admin/api/session

export interface SignIn {
  readonly username: string;
  readonly password: string;
}
export interface Session {
  readonly username: string;
  readonly orgName: string;
  /** The management API token that the org started with, for the "API" page. */
  readonly apiToken: string;
}
