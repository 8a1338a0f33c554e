import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** Idle connections of balancers live up to 60 s; a shorter time here makes them fail on a connection we just closed. */
const keepAliveMs = 65_000;
const headersMs = 20_000;
/** Okta waits 60 s for an answer; a body of 64 MiB takes its time on a slow line. */
const requestMs = 300_000;
const drainMs = 10_000;

export class HttpServer implements AsyncDisposable {
  readonly #server: Server;

  constructor(handler: Handler) {
    this.#server = createServer(
      { keepAliveTimeout: keepAliveMs, headersTimeout: headersMs, requestTimeout: requestMs, noDelay: true },
      handler,
    );
    // What is no HTTP at all gets the shortest answer and no page of ours.
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable) return;
      const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
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
