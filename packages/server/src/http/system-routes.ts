import type { ServerResponse } from 'node:http';
import type { ServerContext } from './plugin.ts';
import { apiHeaders } from './security-headers.ts';

const text = { ...apiHeaders, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

const send = (res: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = text) => {
  res.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
};

/** What balancers and monitoring ask for. */
export class SystemRoutes {
  readonly #context: ServerContext;

  constructor(context: ServerContext) {
    this.#context = context;
    const { metrics, requestLog } = context;
    metrics.gauge(
      'rollcall_request_log_dropped',
      'Records of the request log lost since the start.',
      async () => (await requestLog.state()).dropped,
    );
    metrics.gauge(
      'rollcall_request_log_bytes',
      'Estimated size of the request log.',
      async () => (await requestLog.state()).bytes,
    );
  }

  /** Null for any other path. */
  find(path: string): ((res: ServerResponse) => Promise<void>) | null {
    switch (path) {
      case '/healthz':
        return async (res) => send(res, 200, 'ok\n');
      case '/readyz':
        return (res) => this.#ready(res);
      case '/metrics':
        return async (res) => {
          const { registry } = this.#context.metrics;
          send(res, 200, await registry.metrics(), { ...text, 'Content-Type': registry.contentType });
        };
      default:
        return null;
    }
  }

  /** Ready: not about to stop, and the database answers. */
  async #ready(res: ServerResponse): Promise<void> {
    if (this.#context.closing.aborted) return send(res, 503, 'stopping\n');
    try {
      await this.#context.control.tokens.epoch();
      send(res, 200, 'ready\n');
    } catch (error) {
      this.#context.log.warn({ err: error }, 'not ready: the database does not answer');
      send(res, 503, 'the database does not answer\n');
    }
  }
}
