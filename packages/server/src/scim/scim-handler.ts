import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  createRenderer,
  GROUP_URN,
  type JsonObject,
  type ResourceType,
  type ScimError,
  scimError,
} from '@rollcall/scim';
import { DatabaseError, type TokenGrant } from '@rollcall/store';
import { mediaTypeOf, readBody } from '../http/body.ts';
import type { Area, Exchange } from '../http/dispatcher.ts';
import type { ServerContext } from '../http/plugin.ts';
import { Authenticator, type Refused } from '../tokens/authenticator.ts';
import { RateLimiter } from '../tokens/rate-limit.ts';
import { withoutTokens } from '../tokens/token-format.ts';
import { TokenUsage } from '../tokens/token-usage.ts';
import type { Call, ScimServices } from './call.ts';
import { Cursors } from './cursor.ts';
import { type Endpoint, endpointAt } from './endpoints.ts';
import { parseJsonBody } from './json-body.ts';
import { Outbox } from './outbox.ts';
import { queryOf } from './query.ts';
import { Redactor } from './redact.ts';
import { detailOf, mediaType, type Reply, refusal } from './reply.ts';
import { isScimPath, routeOf, type ScimPath } from './route.ts';

/** What the request log needs to know of a request beside its answer. */
interface Trace {
  tenantNo: number;
  integrationNo: number;
  requestBody: string | null;
}

const dbBusySeconds = '5';

/** Everything below `/api/v1/scim`. */
export class ScimHandler implements Area, AsyncDisposable {
  readonly #context: ServerContext;
  readonly #services: ScimServices;
  readonly #authenticator: Authenticator;
  readonly #limiter = new RateLimiter();
  readonly #usage: TokenUsage;
  readonly #redactor: Redactor;
  readonly #outbox: Outbox;

  static async create(context: ServerContext): Promise<ScimHandler> {
    const secret = await context.control.secrets.getOrCreate('scim-cursor', randomBytes(32).toString('base64url'));
    return new ScimHandler(context, secret);
  }

  private constructor(context: ServerContext, cursorSecret: string) {
    this.#context = context;
    const { registry } = context;
    const groups = new Set(
      registry.resourceTypes.filter((type) => type.schema.id === GROUP_URN).map((type) => type.name),
    );
    this.#services = {
      registry,
      cursors: new Cursors(cursorSecret),
      renderer: createRenderer(registry),
      isGroup: (typeName) => groups.has(typeName),
      endpoints: new Map<string, ResourceType>(
        registry.resourceTypes.map((type) => [type.endpoint.replace(/^\//, ''), type]),
      ),
    };
    this.#authenticator = new Authenticator(context.control);
    this.#usage = new TokenUsage(context.control.tokens, context.log);
    this.#redactor = new Redactor(registry);
    this.#outbox = new Outbox((error) => context.log.error({ err: error }, 'an answer could not be sent'));
  }

  owns(path: string): boolean {
    return isScimPath(path);
  }

  serve(exchange: Exchange): void {
    const trace: Trace = { tenantNo: 0, integrationNo: 0, requestBody: null };
    this.#answer(exchange, trace).then(
      (reply) => this.#outbox.put(() => this.#send(exchange, trace, reply)),
      (error: unknown) => this.#outbox.put(() => this.#send(exchange, trace, this.#unexpected(exchange, error))),
    );
  }

  async #answer(exchange: Exchange, trace: Trace): Promise<Reply> {
    const route = routeOf(exchange.path);
    if (route.kind === 'version')
      return refusal(scimError(400, `SCIM version “${route.version}” is not supported; “v2” is.`, 'invalidVers'));
    const endpoint = endpointAt(this.#services, route.path.segments);
    let grant: TokenGrant | null = null;
    if (endpoint?.open !== true) {
      const { req, origin } = exchange;
      const inquiry = this.#authenticator.inquire(req.headers.authorization, origin.subdomain);
      const ahead = this.#readAhead(exchange, route.path, endpoint, inquiry.presumed);
      const access = await inquiry.access;
      trace.tenantNo = access.kind === 'refused' ? access.tenantNo : access.grant.integration.tenantNo;
      trace.integrationNo = access.kind === 'refused' ? access.integrationNo : access.grant.integration.no;
      if (access.kind === 'refused') return unauthorized(access);
      grant = access.grant;
      this.#usage.record(
        grant.tokenId,
        performance.timeOrigin + exchange.started,
        exchange.req.headers['user-agent'] ?? '',
      );
      if (grant.rateLimit !== null) {
        const waitSeconds = this.#limiter.take(grant.tokenId, grant.rateLimit);
        if (waitSeconds > 0) return tooMany(grant.rateLimit, waitSeconds);
      }
      if (ahead !== null && grant === inquiry.presumed) return ahead;
    }
    if (endpoint === null) return refusal(scimError(404, `There is nothing at ${exchange.path}.`));
    return this.#operate(exchange, trace, endpoint, this.#callOf(exchange, route.path, grant));
  }

  /**
   * What a `GET` answers, begun while it is still asked whether its token counts: both travel together. Who has no right to it any more never
   * sees it, and where the number of requests is limited nothing is read before that was looked at.
   */
  #readAhead(
    exchange: Exchange,
    path: ScimPath,
    endpoint: Endpoint | null,
    grant: TokenGrant | null,
  ): Promise<Reply> | null {
    const { method } = exchange.req;
    const read = method === 'GET' || method === 'HEAD' ? endpoint?.reads.GET : undefined;
    if (read === undefined || grant === null || grant.rateLimit !== null) return null;
    const reply = Promise.try(read, this.#callOf(exchange, path, grant));
    // It may never be asked for.
    reply.catch(() => {});
    return reply;
  }

  async #operate({ req }: Exchange, trace: Trace, endpoint: Endpoint, call: Call): Promise<Reply> {
    const method = req.method === 'HEAD' ? 'GET' : (req.method ?? 'GET');
    const read = endpoint.reads[method];
    if (read !== undefined) return read(call);
    const write = endpoint.writes[method];
    if (write === undefined) return notAllowed(endpoint, req.method ?? '');
    if (mediaTypeOf(req) === 'other')
      return refusal(scimError(415, 'Send the body as application/scim+json or application/json.'));
    const encoding = req.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity')
      return refusal(scimError(415, 'Send the body without Content-Encoding.'));
    const body = await this.#bodyOf(req, trace, endpoint.bodyBytes);
    return 'status' in body ? refusal(body) : write(call, body.json);
  }

  async #bodyOf(req: IncomingMessage, trace: Trace, limit: number): Promise<{ readonly json: JsonObject } | ScimError> {
    const body = await readBody(req, limit);
    switch (body.kind) {
      case 'tooLarge':
        return scimError(413, `The body is larger than ${limit} bytes, the most that is taken here.`);
      case 'notUtf8':
        return scimError(400, 'The body is not valid UTF-8.', 'invalidSyntax');
      case 'aborted':
        return scimError(400, 'The request ended before its body was complete.', 'invalidSyntax');
      case 'text': {
        trace.requestBody = body.text;
        const parsed = parseJsonBody(body.text);
        return parsed.ok ? { json: parsed.value } : parsed.error;
      }
      default:
        return body satisfies never;
    }
  }

  #callOf(exchange: Exchange, path: ScimPath, grant: TokenGrant | null): Call {
    const integrationNo = grant?.integration.no ?? 0;
    return {
      services: this.#services,
      integrationNo,
      store: this.#context.resources(integrationNo),
      settings: grant?.integration.settings ?? {},
      actorId: grant?.tokenId ?? '',
      requestId: exchange.requestId,
      base: exchange.origin.origin + path.prefix,
      query: queryOf(exchange.query),
      headers: exchange.req.headers,
    };
  }

  /** Nothing of the cause leaves the server but the id under which the log has it. */
  #unexpected({ requestId, path, req }: Exchange, error: unknown): Reply {
    if (error instanceof DatabaseError && error.kind === 'unavailable') {
      this.#context.log.warn({ err: error, requestId }, 'the database is not available');
      return refusal(
        scimError(503, `The directory is not available just now. Request id: ${requestId}.`),
        ['Retry-After', dbBusySeconds],
        { cause: 'unavailable' },
      );
    }
    this.#context.log.error({ err: error, requestId, method: req.method, path }, 'a SCIM request failed');
    return refusal(scimError(500, `Something went wrong here. Request id: ${requestId}.`), undefined, {
      cause: 'internal',
    });
  }

  #send(exchange: Exchange, trace: Trace, reply: Reply): void {
    const { req, res, requestId } = exchange;
    const headers = ['X-Request-Id', requestId, 'X-Content-Type-Options', 'nosniff', ...reply.headers];
    const body = reply.body === null ? null : wireForm(reply.body);
    if (body !== null) headers.push('Content-Type', mediaType, 'Content-Length', String(Buffer.byteLength(body)));
    // A body that was not read to its end would be taken for the next request.
    if (!req.complete && reply.status >= 400) {
      headers.push('Connection', 'close');
      req.resume();
    }
    res.writeHead(reply.status, headers);
    res.end(body ?? undefined);
    this.#record(exchange, trace, reply);
  }

  #record({ req, requestId, started, path, query, remoteAddress }: Exchange, trace: Trace, reply: Reply): void {
    const milliseconds = performance.now() - started;
    const method = req.method ?? '';
    this.#context.metrics.observe('scim', method, reply.status, milliseconds);
    const keepsBodies = reply.status >= 400 || (method !== 'GET' && method !== 'HEAD');
    this.#context.requestLog.push({
      requestId,
      time: Math.round(performance.timeOrigin + started),
      tenantNo: trace.tenantNo,
      integrationNo: trace.integrationNo,
      method,
      path: withoutTokens(query === '' ? path : `${path}?${query}`),
      status: reply.status,
      durationMicros: milliseconds * 1000,
      userAgent: withoutTokens(req.headers['user-agent'] ?? ''),
      remoteAddress: remoteAddress(),
      detail: keepsBodies
        ? () =>
            detailOf(reply.note, {
              requestBody: this.#kept(trace.requestBody, reply.status),
              responseBody: this.#kept(reply.body, reply.status),
            })
        : null,
    });
  }

  /** An error repeats what was asked for, and a token pasted in the wrong place is such a request. */
  #kept(body: string | null, status: number): string | null {
    const text = this.#redactor.redact(body);
    return text === null || status < 400 ? text : withoutTokens(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#usage[Symbol.asyncDispose]();
  }
}

/** A long text is turned into bytes once; as text it would be walked through to measure it, to join it with the headers and to send it. */
const wireForm = (text: string): string | Buffer => (text.length > 8_192 ? Buffer.from(text) : text);

/** RFC 6750 §3: what was wrong is named only where a token was sent. */
function unauthorized(refused: Refused): Reply {
  const problem = refused.cause === 'tokenMissing' ? '' : ', error="invalid_token"';
  return refusal(scimError(401, refused.detail), ['WWW-Authenticate', `Bearer realm="Rollcall"${problem}`], {
    cause: refused.cause,
  });
}

/** Okta reads whole seconds only; a date would make it wait five minutes. */
const tooMany = (perSecond: number, waitSeconds: number): Reply =>
  refusal(scimError(429, `This token is limited to ${perSecond} requests a second.`), [
    'Retry-After',
    String(waitSeconds),
  ]);

/** RFC 9110 §10.2.1: `HEAD` is answered wherever `GET` is, so it is listed there. */
function notAllowed(endpoint: Endpoint, method: string): Reply {
  const reads = Object.keys(endpoint.reads).flatMap((read) => (read === 'GET' ? ['GET', 'HEAD'] : [read]));
  const allowed = [...reads, ...Object.keys(endpoint.writes)];
  return refusal(scimError(405, `${method} is not possible here; possible: ${allowed.join(', ')}.`), [
    'Allow',
    allowed.join(', '),
  ]);
}
