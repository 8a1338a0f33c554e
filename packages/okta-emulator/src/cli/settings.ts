import { InvalidArgumentError, Option } from 'commander';

/** Settings that the environment may hold as well; what the command line says wins. An empty value counts as unset. */
const defaults = { port: 8090, host: '127.0.0.1', data: 'data/okta' } as const;

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It is a whole number from 0 to 65535.');
  return port;
}

export function parseUrl(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') throw new InvalidArgumentError('It is an http or https URL.');
  return text;
}

export const portOption = (): Option =>
  new Option('--port <port>', 'port of console and API; 0 takes a free one')
    .env('OKTA_PORT')
    .default(defaults.port)
    .argParser((text) => (text.trim() === '' ? defaults.port : parsePort(text.trim())));

export const hostOption = (): Option =>
  new Option('--host <host>', 'address to listen on')
    .env('OKTA_HOST')
    .default(defaults.host)
    .argParser((text) => text.trim() || defaults.host);

export const dataOption = (): Option =>
  new Option('--data <folder>', 'where the org is kept')
    .env('OKTA_DATA_DIR')
    .default(defaults.data)
    .argParser((text) => text.trim() || defaults.data);

export type SeedSize = 'demo' | number;

export const seedOption = (): Option =>
  new Option('--seed <size>', 'fill an empty org: "demo" (500 people), or a number up to 200000').argParser(
    (text): SeedSize => {
      if (text === 'demo') return text;
      if (/^\d+$/.test(text) && Number(text) <= 200_000) return Number(text);
      throw new InvalidArgumentError('It is "demo" or a whole number up to 200000.');
    },
  );

/** Why nothing can be served there, where the machine says so; `null` for any other error. */
export function listenProblem(error: unknown): string | null {
  if (!(error instanceof Error && 'syscall' in error)) return null;
  return error.syscall === 'listen' || error.syscall === 'getaddrinfo' ? error.message : null;
}
