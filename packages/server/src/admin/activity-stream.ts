import type { LoggedRequest, RequestLog, RequestLogQuery } from '@rollcall/store';
import { matches } from './activity-shape.ts';
import { byteStream } from './byte-stream.ts';

const heartbeatMs = 15_000;
/** How long somebody who is let in no more may still hear. */
const recheckMs = 2_000;
/** What a reader that can't keep up may fall behind before it is told that something was left out. */
const queueLimit = 1_000;
const replayLimit = 500;

type Render = (
  requests: readonly LoggedRequest[],
) => Promise<readonly { readonly no: number; readonly data: unknown }[]>;

const eventText = (name: string, data: unknown, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Server-sent events of the request log: first what came after `lastEventId`, then what arrives. */
export function activityStream(options: {
  readonly log: RequestLog;
  readonly query: Omit<RequestLogQuery, 'limit'>;
  readonly lastEventId: number | null;
  readonly render: Render;
  readonly closing: AbortSignal;
  /** Asked now and then: a session that has ended must not go on listening. */
  readonly stillAdmitted: () => Promise<boolean>;
}): Response {
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Proxies that collect answers would hold events back.
    'x-accel-buffering': 'no',
  };
  return new Response(byteStream(events(options)), { headers });
}

async function* events({
  log,
  query,
  lastEventId,
  render,
  closing,
  stillAdmitted,
}: Parameters<typeof activityStream>[0]): AsyncGenerator<string, void, undefined> {
  const queue: LoggedRequest[] = [];
  let dropped = 0;
  let wake = () => {};
  const unsubscribe = await log.subscribe((batch) => {
    for (const request of batch) {
      if (!matches(query, request)) continue;
      if (queue.length < queueLimit) queue.push(request);
      else dropped += 1;
    }
    wake();
  });
  const closed = () => wake();
  closing.addEventListener('abort', closed);
  try {
    yield ': connected\n\n';
    let last = lastEventId ?? 0;
    if (lastEventId !== null) {
      const missed = await log.list({ ...query, after: lastEventId, limit: replayLimit });
      for (const { no, data } of await render(missed)) {
        last = Math.max(last, no);
        yield eventText('request', data, no);
      }
    }
    let checked = Date.now();
    while (!closing.aborted) {
      if (Date.now() - checked > recheckMs) {
        if (!(await stillAdmitted())) return;
        checked = Date.now();
      }
      const fresh = queue.splice(0).filter((request) => request.no > last);
      if (dropped > 0) {
        yield eventText('overflow', { dropped });
        dropped = 0;
      }
      for (const { no, data } of await render(fresh)) yield eventText('request', data, no);
      if (queue.length > 0) continue;
      const timedOut = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(true), heartbeatMs);
        wake = () => {
          clearTimeout(timer);
          resolve(false);
        };
        if (queue.length > 0 || closing.aborted) wake();
      });
      if (timedOut) yield ': still here\n\n';
    }
  } finally {
    unsubscribe();
    closing.removeEventListener('abort', closed);
  }
}
