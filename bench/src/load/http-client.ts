/**
 * One keep-alive HTTP/1.1 connection for a load generator: it writes prepared bytes and reads just enough of an answer
 * (status, length) to know where it ends. A general client would measure itself.
 */
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  /** The body, only when the caller asked for it. */
  readonly body: Buffer | null;
  readonly bytes: number;
}

const HEADER_END = Buffer.from('\r\n\r\n');
const CHUNK_END = Buffer.from('0\r\n\r\n');

export class Connection {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #size = 0;
  #expected = -1;
  #status = 0;
  #bodyStart = 0;
  #ended: Error | null = null;
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void; keepBody: boolean } | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('connect', () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  send(request: Buffer, keepBody = false): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      this.#waiting = { resolve, reject, keepBody };
      this.#socket.write(request);
    });
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#waiting?.reject(error);
    this.#waiting = null;
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (this.#expected === -1 && !this.#readHead()) return;
    if (this.#expected === -2) {
      if (!Buffer.concat(this.#received).subarray(-5).equals(CHUNK_END)) return;
    } else if (this.#size < this.#expected) return;
    this.#finish();
  }

  #readHead(): boolean {
    const all = this.#received.length === 1 ? (this.#received[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#received);
    this.#received = [all];
    const end = all.indexOf(HEADER_END);
    if (end === -1) return false;
    const head = all.toString('latin1', 0, end);
    this.#status = Number(head.slice(9, 12));
    this.#bodyStart = end + 4;
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length) this.#expected = this.#bodyStart + Number(length[1]);
    else if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.#expected = -2;
    else this.#expected = this.#bodyStart;
    return true;
  }

  #finish(): void {
    const waiting = this.#waiting;
    const bytes = this.#size;
    const body = waiting?.keepBody ? Buffer.concat(this.#received).subarray(this.#bodyStart) : null;
    this.#received = [];
    this.#size = 0;
    this.#expected = -1;
    this.#waiting = null;
    waiting?.resolve({ status: this.#status, body, bytes });
  }
}

/** The bytes of a request with the headers that Okta sends. */
export function requestBytes(method: string, path: string, token: string, body?: string): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    'accept: application/scim+json',
    'accept-charset: utf-8',
    `authorization: Bearer ${token}`,
    'user-agent: Okta SCIM Client 1.0.0',
  ];
  if (body !== undefined) {
    lines.push('content-type: application/scim+json; charset=utf-8', `content-length: ${Buffer.byteLength(body)}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}
