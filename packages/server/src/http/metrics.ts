import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

type Area = 'scim' | 'api' | 'console' | 'system';

interface Series {
  count(): void;
  time(seconds: number): void;
}

/** What `/metrics` shows. Series are looked up once per combination of labels: the hot path only adds numbers. */
export class Metrics {
  readonly registry = new Registry();
  readonly #series = new Map<string, Series>();
  readonly #requests = new Counter({
    name: 'rollcall_http_requests_total',
    help: 'Requests answered.',
    labelNames: ['area', 'method', 'status'],
    registers: [this.registry],
  });
  readonly #seconds = new Histogram({
    name: 'rollcall_http_request_duration_seconds',
    help: 'Time from a request’s arrival to its answer.',
    labelNames: ['area', 'method'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(area: Area, method: string, status: number, milliseconds: number): void {
    const key = `${area} ${method} ${status}`;
    let series = this.#series.get(key);
    if (series === undefined) {
      const counter = this.#requests.labels(area, knownMethod(method), String(status));
      const histogram = this.#seconds.labels(area, knownMethod(method));
      series = { count: () => counter.inc(), time: (seconds) => histogram.observe(seconds) };
      if (this.#series.size < 1_000) this.#series.set(key, series);
    }
    series.count();
    series.time(milliseconds / 1000);
  }

  /** A number that is asked for when `/metrics` is. */
  gauge(name: `rollcall_${string}`, help: string, read: () => number | Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: async () => gauge.set(await read()),
    });
  }
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** A client may invent methods; each would be a series of its own. */
const knownMethod = (method: string): string => (methods.has(method) ? method : 'other');
