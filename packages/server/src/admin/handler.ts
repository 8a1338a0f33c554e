import type { Contract, EndpointId, Role, Routes } from '@rollcall/admin-api';
import type { Result } from '@rollcall/scim';
import type { Tenant } from '@rollcall/store';
import type { z } from 'zod';
import type { Account, SignedIn } from '../auth/accounts.ts';
import type { RequestInfo } from '../http/plugin.ts';
import type { Change } from './audit-trail.ts';
import type { Failure } from './failure.ts';
import type { Services } from './services.ts';

/** Who calls: a person with a session, or a program with an API token. */
export type Caller =
  | { readonly kind: 'user'; readonly id: string; readonly name: string; readonly session: SignedIn }
  | { readonly kind: 'apiToken'; readonly id: string; readonly name: string };

export interface PublicCall {
  readonly services: Services;
  readonly request: Request;
  readonly info: RequestInfo;
  /** Who is signed in, if anybody is. */
  readonly visitor: SignedIn | null;
}

export interface AccountCall extends PublicCall {
  readonly account: Account;
  readonly session: SignedIn;
}

/** A call of a member of a tenant, whose role was found sufficient. */
export interface TenantCall extends PublicCall {
  readonly caller: Caller;
  readonly tenant: Tenant;
  readonly role: Role;
  /** Whether the call would be let in now as well: for answers that last. */
  stillAdmitted(): Promise<boolean>;
  /** Writes the audit log: every handler that changes something says here what. */
  audit(change: Change): Promise<void>;
}

type Part<Id extends EndpointId, Key extends string> =
  Contract[Id] extends Readonly<Record<Key, infer Schema>>
    ? Schema extends z.ZodType
      ? z.output<Schema>
      : undefined
    : undefined;

export interface Input<Id extends EndpointId> {
  readonly params: Part<Id, 'params'>;
  readonly query: Part<Id, 'query'>;
  readonly body: Part<Id, 'body'>;
}

export type CallOf<Id extends EndpointId> = Routes[Id]['access'] extends 'public'
  ? PublicCall
  : Routes[Id]['access'] extends 'signedIn'
    ? AccountCall
    : TenantCall;

/** JSON endpoints answer with a value of the contract's shape (or a whole response, to set cookies), the others with a response. */
export type Output<Id extends EndpointId> = Routes[Id]['answer'] extends 'json'
  ? Part<Id, 'response'> | Response
  : Routes[Id]['answer'] extends 'empty'
    ? undefined
    : Response;

// Method types are compared loosely, which lets one table hold the handlers of all endpoints.
export type Handler<Id extends EndpointId> = {
  handle(input: Input<Id>, call: CallOf<Id>): Promise<Result<Output<Id>, Failure>>;
}['handle'];

export type Handlers<Ids extends EndpointId = EndpointId> = { readonly [Id in Ids]: Handler<Id> };

/** The endpoints whose ids begin with one of these words. */
export type IdsOf<Area extends string> = Extract<EndpointId, `${Area}.${string}`>;
