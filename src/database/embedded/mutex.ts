/** Lets one holder in at a time, in the order of asking. */
export class Mutex {
  private last: Promise<void> = Promise.resolve();

  /** Waits for the turn; the returned function ends it. */
  async acquire(): Promise<() => void> {
    const { promise, release } = createGate();
    const before = this.last;
    this.last = promise;
    await before;
    return release;
  }
}

function createGate(): { readonly promise: Promise<void>; readonly release: () => void } {
  let release: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}
