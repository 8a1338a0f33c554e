import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';
import type { Config } from '../config/config.ts';

/** Where a request came from and under which name it reached us. */
export interface Origin {
  /** `https://acme.api.example.com`: scheme and host that the client used. */
  readonly origin: string;
  /** The tenant's sub-domain where the host is one of a configured API domain; null on a bare host. */
  readonly subdomain: string | null;
  /** Below an API domain, or one itself: no console there. */
  readonly apiHost: boolean;
}

const hostPattern = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const cacheSize = 1_000;

const first = (value: string | readonly string[] | undefined): string | undefined =>
  (typeof value === 'string' ? value : value?.[0])?.split(',')[0]?.trim();

/** RFC 9112 §3.2; `headers` has the first only. */
function hosts(raw: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < raw.length; at += 2) if (raw[at]?.length === 4 && raw[at]?.toLowerCase() === 'host') count += 1;
  return count;
}

/** Turns `Host` and, from trusted proxies only, `X-Forwarded-*` into an `Origin`. */
export class Origins {
  readonly #apiDomains: readonly string[];
  readonly #trust: ((address: string, hops: number) => boolean) | null;
  readonly #known = new Map<string, Origin>();

  constructor(config: Pick<Config, 'apiDomains' | 'trustedProxies'>) {
    this.#apiDomains = config.apiDomains;
    this.#trust = config.trustedProxies.length === 0 ? null : proxyAddr.compile([...config.trustedProxies]);
  }

  #trusts(req: IncomingMessage): boolean {
    return this.#trust?.(req.socket.remoteAddress ?? '', 0) ?? false;
  }

  /** Null for a `Host` that is missing, no host name at all, or there twice: a proxy may have gone by the other one. */
  of(req: IncomingMessage): Origin | null {
    if (hosts(req.rawHeaders) > 1) return null;
    let host = req.headers.host;
    let scheme = 'http';
    if (this.#trusts(req)) {
      host = first(req.headers['x-forwarded-host']) ?? host;
      if (first(req.headers['x-forwarded-proto'])?.toLowerCase() === 'https') scheme = 'https';
    }
    if (host === undefined) return null;
    const key = scheme + host;
    const known = this.#known.get(key);
    if (known) return known;
    if (!hostPattern.test(host)) return null;
    const found = this.#resolve(scheme, host.toLowerCase());
    if (this.#known.size >= cacheSize) this.#known.clear();
    this.#known.set(key, found);
    return found;
  }

  /** The client itself, as the nearest trusted proxy saw it. */
  clientAddress(req: IncomingMessage): string {
    if (this.#trust === null) return req.socket.remoteAddress ?? '';
    return proxyAddr(req, this.#trust) ?? '';
  }

  #resolve(scheme: string, host: string): Origin {
    const defaultPort = scheme === 'https' ? ':443' : ':80';
    const origin = `${scheme}://${host.endsWith(defaultPort) ? host.slice(0, -defaultPort.length) : host}`;
    const name = host.replace(/:\d+$/, '').replace(/\.$/, '');
    if (this.#apiDomains.includes(name)) return { origin, subdomain: null, apiHost: true };
    const domain = this.#apiDomains.find((candidate) => name.endsWith(`.${candidate}`));
    if (domain === undefined) return { origin, subdomain: null, apiHost: false };
    return { origin, subdomain: name.slice(0, -domain.length - 1), apiHost: true };
  }
}
