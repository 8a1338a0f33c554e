import { AdminApiError, type Client, contract, createClient, type EndpointId, type Shape } from '@rollcall/admin-api';
import { send, type TestServer } from '../../testing/test-server.ts';

/** Every answer that a test gets is held against the contract's schema. */
function holdingToContract(client: Client): Client {
  const call = async (id: EndpointId, ...rest: unknown[]) => {
    const answer: unknown = await (client.call as (id: EndpointId, ...rest: unknown[]) => Promise<unknown>)(
      id,
      ...rest,
    );
    const { response }: Shape = contract[id];
    if (response) response.parse(answer);
    return answer;
  };
  return { ...client, call } as Client;
}

/** A browser as far as the API sees one: it keeps cookies and says which page a request comes from. */
export class Browser {
  readonly #server: TestServer;
  readonly #cookies = new Map<string, string>();
  readonly origin: string;
  /** The console's own client over this browser. */
  readonly api: Client;

  constructor(server: TestServer) {
    this.#server = server;
    this.origin = server.server.context.origin();
    this.api = holdingToContract(createClient((input, init) => this.fetch(String(input), init)));
  }

  get cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  forget(): void {
    this.#cookies.clear();
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookies.size > 0) headers.set('cookie', this.cookies);
    if (!headers.has('origin') && init.method !== undefined && init.method !== 'GET')
      headers.set('origin', this.origin);
    headers.set('host', new URL(this.origin).host);
    const given: Record<string, string> = {};
    headers.forEach((value, name) => {
      given[name] = value;
    });
    const asked = init.body === undefined || init.body === null ? {} : { raw: String(init.body) };
    const answer = await send(this.#server.port, init.method ?? 'GET', path, { headers: given, ...asked });
    for (const cookie of answer.headers['set-cookie'] ?? []) this.#keep(cookie);
    const answered = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) answered.set(name, String(value));
    return new Response([204, 304].includes(answer.status) ? null : answer.text, {
      status: answer.status,
      headers: answered,
    });
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (value === '' || /max-age=0/i.test(cookie)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }

  /** To the sign-in library. */
  async auth(
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
    const response = await this.fetch(`/api/auth${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? {} : JSON.parse(text) };
  }

  signIn(email: string, password: string) {
    return this.auth('/sign-in/email', { email, password });
  }
}

/** The error that a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<AdminApiError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AdminApiError) return error;
    throw error;
  }
  throw new Error('the call was expected to be refused');
}
