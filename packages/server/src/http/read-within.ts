/**
 * The body of a request, or null for one larger than `limit` bytes. It is counted as it arrives: a client that names no
 * length, or a wrong one, must not fill the memory.
 */
export async function readWithin(request: Request, limit: number): Promise<Buffer<ArrayBuffer> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
