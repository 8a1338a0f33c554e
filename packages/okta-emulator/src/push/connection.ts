import { isJsonObject, type JsonObject, type JsonValue } from '@rollcall/scim';
import type { Integration } from '../model/app.ts';
import type { ProviderProfile } from '../plan/profile.ts';
import type { PlannedRequest } from '../plan/request.ts';
import type { Chaos } from './chaos.ts';
import type { Clock } from './clock.ts';
import { cutBody, type ExchangeRecord, maskedHeaders } from './exchange-record.ts';
import { requestTimeoutMs } from './retry.ts';
import { headerOf, joinUrl, type Transport, type WireAnswer, type WireRequest } from './transport.ts';

/** What the executor learns from one request. `failure`: no answer came. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: JsonObject | null;
      readonly text: string;
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: 'failure'; readonly message: string };

export interface Addressee {
  readonly appId: string;
  readonly subjectId: string | null;
  readonly integration: Integration;
  readonly profile: ProviderProfile;
}

interface CachedToken {
  readonly value: string;
  readonly until: number;
}

/** Turns planned requests into wire requests of one provider, sends them and keeps the record. */
export class Connection {
  readonly #chaos: Chaos;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #record: (exchange: ExchangeRecord) => void;
  readonly #tokens = new Map<string, CachedToken>();

  constructor(chaos: Chaos, transport: Transport, clock: Clock, record: (exchange: ExchangeRecord) => void) {
    this.#chaos = chaos;
    this.#transport = transport;
    this.#clock = clock;
    this.#record = record;
  }

  async send(to: Addressee, planned: PlannedRequest): Promise<Reply> {
    const started = performance.now();
    const at = new Date(this.#clock.now()).toISOString();
    const timeout = new AbortController();
    const cancel = this.#clock.schedule(this.#clock.now() + requestTimeoutMs, () => timeout.abort());
    let wire: WireRequest | null = null;
    try {
      wire = await this.#wireRequest(to, planned);
      const { answer, note } = await this.#chaos.send(wire, timeout.signal);
      this.#keep(to, at, started, wire, answer, note);
      return replyOf(answer);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = timeout.signal.aborted ? 'No answer within 60 seconds.' : reason;
      if (wire !== null) this.#keep(to, at, started, wire, null, message);
      return { kind: 'failure', message };
    } finally {
      cancel();
    }
  }

  async #wireRequest(to: Addressee, planned: PlannedRequest): Promise<WireRequest> {
    const authorization = await this.#authorization(to.integration);
    const lines = planned.body === null ? to.profile.headers.read : to.profile.headers.write;
    return {
      method: planned.method,
      url: joinUrl(to.integration.baseUrl, planned.path),
      headers: lines.map(([name, value]) => [name, value === '{authorization}' ? authorization : value]),
      body: planned.body === null ? null : JSON.stringify(planned.body),
    };
  }

  #authorization({ auth }: Integration): string | Promise<string> {
    switch (auth.mode) {
      case 'BASIC':
        return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
      case 'HEADER':
        // The administrator pastes the bare token; some paste the scheme as well.
        return `Bearer ${auth.token.replace(/^Bearer\s+/i, '')}`;
      case 'OAUTH2':
        return this.#oauth(auth.tokenEndpoint, auth.clientId, auth.clientSecret);
      default:
        return auth satisfies never;
    }
  }

  async #oauth(endpoint: string, clientId: string, clientSecret: string): Promise<string> {
    const cached = this.#tokens.get(`${endpoint} ${clientId}`);
    if (cached !== undefined && cached.until > this.#clock.now()) return cached.value;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const request: WireRequest = {
      method: 'POST',
      url: endpoint,
      headers: [
        ['accept', 'application/json'],
        ['content-type', 'application/x-www-form-urlencoded'],
      ],
      body: form.toString(),
    };
    const answer = await this.#transport.send(request, AbortSignal.timeout(requestTimeoutMs));
    const body = parseBody(answer.body);
    if (!isJsonObject(body) || typeof body.access_token !== 'string') {
      throw new Error(`The token endpoint answered ${answer.status} without an access token.`);
    }
    const seconds = typeof body.expires_in === 'number' ? body.expires_in : 300;
    const value = `Bearer ${body.access_token}`;
    this.#tokens.set(`${endpoint} ${clientId}`, { value, until: this.#clock.now() + (seconds - 30) * 1000 });
    return value;
  }

  #keep(
    to: Addressee,
    at: string,
    started: number,
    wire: WireRequest,
    answer: WireAnswer | null,
    note: string | null,
  ): void {
    this.#record({
      at,
      appId: to.appId,
      subjectId: to.subjectId,
      method: wire.method,
      url: wire.url,
      status: answer?.status ?? null,
      durationMs: Math.round((performance.now() - started) * 100) / 100,
      note,
      requestHeaders: maskedHeaders(wire.headers),
      requestBody: cutBody(wire.body),
      responseHeaders: answer?.headers ?? [],
      responseBody: cutBody(answer?.body ?? null),
    });
  }
}

function parseBody(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function replyOf(answer: WireAnswer): Reply {
  const retryAfter = headerOf(answer, 'retry-after');
  const body = answer.body === '' ? undefined : parseBody(answer.body);
  return {
    kind: 'answer',
    status: answer.status,
    body: isJsonObject(body) ? body : null,
    text: answer.body,
    retryAfter,
  };
}
