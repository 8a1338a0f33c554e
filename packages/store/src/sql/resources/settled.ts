/**
 * `Promise.all`, but when one fails the others have come to their end too: none of them may go on with a transaction that is undone meanwhile.
 */
export async function settled<const T extends readonly unknown[]>(
  promises: T,
): Promise<{ -readonly [At in keyof T]: Awaited<T[At]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
