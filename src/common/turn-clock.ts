/** What the time of a reply can be spent on; the rest is the service's own. */
export type TimedShare = 'queue' | 'auth' | 'model' | 'tools';

/** Measures where the time of one request goes. What was never begun has no time, which is not the same as none. */
export class TurnClock {
  private readonly startedAtMs: number;
  private readonly spentMs = new Map<TimedShare, number>();

  /** @param now a clock in milliseconds that never goes back. */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.startedAtMs = now();
  }

  /** In the order in which they were first begun; milliseconds. */
  get shares(): ReadonlyMap<TimedShare, number> {
    return this.spentMs;
  }

  /** Milliseconds since the request came. */
  elapsedMs(): number {
    return this.now() - this.startedAtMs;
  }

  add(share: TimedShare, ms: number): void {
    this.spentMs.set(share, (this.spentMs.get(share) ?? 0) + ms);
  }

  measure<T>(share: TimedShare, work: () => T): T {
    const beganAtMs = this.now();
    try {
      return work();
    } finally {
      this.add(share, this.now() - beganAtMs);
    }
  }

  async measureAsync<T>(share: TimedShare, work: () => Promise<T>): Promise<T> {
    const beganAtMs = this.now();
    try {
      return await work();
    } finally {
      this.add(share, this.now() - beganAtMs);
    }
  }

  /** Measures how long each item is waited for, and not what is done with it. */
  async *measureEach<T>(share: TimedShare, source: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = source[Symbol.asyncIterator]();
    const wait = (): Promise<IteratorResult<T>> => this.measureAsync(share, () => iterator.next());
    try {
      for (let next = await wait(); next.done !== true; next = await wait()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
}
