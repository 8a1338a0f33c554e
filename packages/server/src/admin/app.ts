import { type Access, contract, type EndpointId, type Route, routes, type Shape } from '@rollcall/admin-api';
import { fail, ok, type Result } from '@rollcall/scim';
import { DatabaseError } from '@rollcall/store';
import { Hono } from 'hono';
import type { RequestInfo } from '../http/plugin.ts';
import { auditor } from './audit-trail.ts';
import { bearerOf, Callers, fromOurPages } from './caller.ts';
import { answerFailure, type Failure, failure } from './failure.ts';
import type { AccountCall, Handlers, PublicCall, TenantCall } from './handler.ts';
import { type Checked, readInput } from './input.ts';
import type { Services } from './services.ts';

/** Any of the handlers, as the dispatcher sees it: what goes in was checked by the contract. */
type AnyHandler = {
  handle(input: Checked, call: PublicCall | AccountCall | TenantCall): Promise<Result<unknown, Failure>>;
}['handle'];

interface Bindings {
  readonly info: RequestInfo;
}

type App = Hono<{ Bindings: Bindings }>;
type Ids = readonly EndpointId[];

const isEndpointId = (id: string): id is EndpointId => Object.hasOwn(routes, id);
export const endpointIds: Ids = Object.keys(routes).filter(isEndpointId);

const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

const listsBusyHeaders = { 'retry-after': '10' } as const;
const noStore = { 'cache-control': 'no-store' } as const;

/** The admin API over the contract's table: who may call is decided here, before any handler. */
export class AdminApp {
  readonly #services: Services;
  readonly #callers: Callers;
  readonly #app: App = new Hono();

  constructor(services: Services, handlers: Partial<Handlers>) {
    this.#services = services;
    this.#callers = new Callers(services);
    const methods = new Map<string, Set<string>>();
    for (const id of endpointIds) {
      const handler = handlers[id];
      if (handler === undefined) continue;
      const route: Route = routes[id];
      const path = honoPath(route.path);
      methods.set(path, (methods.get(path) ?? new Set()).add(route.method));
      this.#app.on(route.method, path, (c) => this.#serve(id, handler, c.req.raw, c.req.param(), c.env.info));
    }
    for (const [path, allowed] of methods) {
      const headers = { allow: [...allowed].join(', ') };
      this.#app.all(path, (c) => answerFailure({ ...failure('methodNotAllowed'), headers }, c.env.info.requestId));
    }
    this.#app.notFound((c) => answerFailure(failure('notFound'), c.env.info.requestId));
    this.#app.onError((error, c) => this.#unexpected(error, c.env.info.requestId));
  }

  async handle(request: Request, info: RequestInfo): Promise<Response> {
    return this.#app.fetch(request, { info });
  }

  #unexpected(error: unknown, requestId: string): Response {
    const kind = error instanceof DatabaseError ? error.kind : 'bug';
    if (kind === 'tooLong') return answerFailure(failure('listTooLong'), requestId);
    if (kind === 'busy') return answerFailure({ ...failure('listsBusy'), headers: listsBusyHeaders }, requestId);
    this.#services.server.log.error({ err: error, requestId }, 'admin API');
    return answerFailure(failure(kind === 'unavailable' ? 'unavailable' : 'internal'), requestId);
  }

  async #serve(
    id: EndpointId,
    handler: AnyHandler,
    request: Request,
    pathParams: Readonly<Record<string, string>>,
    info: RequestInfo,
  ): Promise<Response> {
    const route: Route = routes[id];
    const shape: Shape = contract[id];
    const call = await this.#admit(route.access, request, info);
    if (!call.ok) return answerFailure(call.error, info.requestId);
    const input = await readInput(shape, request, pathParams);
    if (!input.ok) return answerFailure(input.error, info.requestId);
    const result = await handler(input.value, call.value);
    return result.ok ? this.#answer(route, result.value) : answerFailure(result.error, info.requestId);
  }

  #answer(route: Route, value: unknown): Response {
    if (value instanceof Response) return value;
    if (route.answer === 'json') return Response.json(value, { status: route.status ?? 200, headers: noStore });
    return new Response(null, { status: route.status ?? 204, headers: noStore });
  }

  async #admit(
    access: Access,
    request: Request,
    info: RequestInfo,
  ): Promise<Result<PublicCall | AccountCall | TenantCall, Failure>> {
    const byToken = bearerOf(request) !== null;
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    const foreign = writes && !byToken && !fromOurPages(request, this.#services.server.origin(), info.origin);
    if (foreign && (request.headers.has('cookie') || request.headers.has('origin'))) return fail(failure('crossSite'));
    const visitor = byToken ? null : await this.#services.accounts.signedIn(request.headers);
    const open: PublicCall = { services: this.#services, request, info, visitor };
    if (access === 'public') return ok(open);
    if (access === 'signedIn') {
      if (byToken) return fail(failure('sessionRequired'));
      if (!visitor) return fail(failure('unauthenticated'));
      return ok({ ...open, account: visitor.account, session: visitor });
    }
    const standing = await this.#callers.standing(request, visitor, access);
    if (!standing.ok) return standing;
    const { caller, tenant, role } = standing.value;
    const elsewhere = info.subdomain !== null && info.subdomain !== tenant.subdomain;
    if (elsewhere) return fail(failure('unauthenticated', 'This host belongs to another tenant.'));
    const audit = auditor(this.#services.store.audit, tenant, caller, info);
    const stillAdmitted = async (): Promise<boolean> => {
      const now = byToken ? null : await this.#services.accounts.signedIn(request.headers);
      const again = await this.#callers.standing(request, now, access);
      return again.ok && again.value.tenant.id === tenant.id;
    };
    return ok({ ...open, caller, tenant, role, audit, stillAdmitted });
  }
}
