/** Carries the client's address into the sign-in library; whatever a client sends under this name is dropped. */
export const clientAddressHeader = 'x-rollcall-client-address';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

export const isLoopback = (hostname: string): boolean => loopback.includes(hostname) || hostname.endsWith('.localhost');

/** Origins whose pages may act for who is signed in: the console's, under each of its names on this machine. */
export function consoleOrigins(origin: string): readonly string[] {
  const url = new URL(origin);
  if (!isLoopback(url.hostname)) return [url.origin];
  const port = url.port === '' ? '' : `:${url.port}`;
  return [...new Set([url.origin, ...loopback.map((host) => `${url.protocol}//${host}${port}`)])];
}
