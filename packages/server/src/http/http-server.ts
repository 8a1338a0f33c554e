import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { scimRefusal } from './scim-refusal.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** Idle connections of balancers live up to 60 s; a shorter time here makes them fail on a connection we just closed. */
const keepAliveMs = 65_000;
const headersMs = 20_000;
/** Okta waits 60 s for an answer; a body of 64 MiB takes its time on a slow line. */
const requestMs = 300_000;
const drainMs = 10_000;
/** For the answer to arrive before the connection is cut. */
const lingerMs = 1_000;

export class HttpServer implements AsyncDisposable {
  readonly #server: Server;

  constructor(handler: Handler) {
    this.#server = createServer(
      {
        keepAliveTimeout: keepAliveMs,
        headersTimeout: headersMs,
        requestTimeout: requestMs,
        noDelay: true,
        // A request without Host is told so by the handler; Node’s own answer is empty.
        requireHostHeader: false,
      },
      handler,
    );
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseUnread(error, socket));
    // RFC 9110 §10.1.1; Node’s own answer is empty.
    this.#server.on('checkExpectation', (_req: IncomingMessage, res: ServerResponse) => {
      const { headers, body } = scimRefusal(417, 'Of the expectations only 100-continue is met.');
      res.writeHead(417, [...headers, 'Connection', 'close']).end(body);
    });
  }

  /** The port that is listened on. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.removeListener('error', reject);
        const address = this.#server.address() as AddressInfo | null;
        resolve(address?.port ?? port);
      });
    });
  }

  /** Takes no more connections, lets requests under way finish, then closes what is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(timer);
  }
}

/** What the parser gave up on: no handler sees it, and nothing of it is repeated in the answer. */
const unread: Readonly<Record<string, readonly [status: number, reason: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The address and headers are larger than 16 KiB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Content Too Large', 'The extensions of the body’s chunks are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not arrive in time.'],
};

function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  // Node keeps there the answer that is being given. Bytes of ours must not get into it, nor be taken for the answer to a request that
  // came whole before this one.
  const under = '_httpMessage' in socket ? socket._httpMessage : null;
  if (under instanceof ServerResponse && (under.headersSent || under.req.complete)) return void socket.destroy();
  const [status, reason, detail] = unread[error.code ?? ''] ?? [400, 'Bad Request', 'The request is no HTTP.'];
  const { headers, body } = scimRefusal(status, detail);
  const lines = headers.map((part, at) => (at % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines}Connection: close\r\n\r\n${body}`);
  // Nobody else closes it: a client that keeps its half open would hold a socket for ever, or go on sending what was refused.
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
