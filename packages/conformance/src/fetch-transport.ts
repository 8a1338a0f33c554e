import type { Transport } from '@rollcall/scim-client';

export const fetchTransport: Transport = async ({ method, url, headers, body }) => {
  const response = await fetch(url, { method, headers, ...(body === null ? {} : { body }) });
  const text = await response.text();
  return { status: response.status, text, header: (name) => response.headers.get(name) };
};
