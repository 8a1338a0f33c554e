/** A body that is made as it is read; when the reader goes away the generator is ended, so it can clean up. */
export function byteStream(chunks: AsyncGenerator<string, void, undefined>): ReadableStream {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return();
    },
  });
}
