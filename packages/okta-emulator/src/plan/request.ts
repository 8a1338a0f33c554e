import type { JsonObject } from '@rollcall/scim';

export type RequestPurpose = 'match' | 'create' | 'read' | 'write' | 'delete';

/** A request as data; the path follows the connector base URL. */
export interface PlannedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body: JsonObject | null;
  readonly purpose: RequestPurpose;
}

/** What came back, as far as the planner looks at it. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject | null;
}

/** The target's answer makes the task pointless until somebody acts. */
export interface PlanFailure {
  readonly message: string;
  /** The account or group is not there any more: what is known of it is to be forgotten. */
  readonly gone: boolean;
}

export const get = (path: string, purpose: RequestPurpose): PlannedRequest => ({
  method: 'GET',
  path,
  body: null,
  purpose,
});
