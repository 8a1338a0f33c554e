import { AdminApiError } from './client.ts';

/** Sends a file as it is. The answer is the endpoint's, as its caller knows it. */
export async function sendRaw(
  method: 'POST' | 'PUT',
  url: string,
  body: Blob | string,
  type: string,
): Promise<unknown> {
  const response = await window.fetch(url, { method, headers: { 'content-type': type }, body });
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const known = typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer;
  throw new AdminApiError(response.status, known ? answer : null, `The server answered with ${response.status}.`);
}
