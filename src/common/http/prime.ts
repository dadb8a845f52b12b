/**
 * Waits until an iteration has yielded an item that is ready to be sent, and returns the whole of it, the waited-for
 * items included. An error up to that item is thrown here, where a status can still be chosen.
 */
export async function primeUntil<T>(
  source: AsyncIterable<T>,
  isReady: (item: T) => boolean,
): Promise<AsyncIterable<T>> {
  const iterator = source[Symbol.asyncIterator]();
  const held: T[] = [];
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    held.push(next.value);
    if (isReady(next.value)) break;
  }
  return resume(held, iterator);
}

async function* resume<T>(held: readonly T[], iterator: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    yield* held;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
