/**
 * Waits for a promise that an answer from outside settles.
 *
 * @throws when the promise is not settled in time; what it stands for goes on.
 */
export async function inTime<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      // After other work the timer rings before the sockets are read: an answer that is there already is no late one.
      setImmediate(() => {
        reject(new Error(`No answer within ${limitMs} ms.`));
      });
    }, limitMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
