import { primeUntil } from './prime';

/** Counts what was asked of it, and whether it was ended. */
class Source {
  asked = 0;
  ended = false;

  constructor(
    private readonly length: number,
    private readonly failsAt = Infinity,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<number> {
    try {
      while (this.asked < this.length) {
        await Promise.resolve();
        this.asked += 1;
        if (this.asked === this.failsAt) throw new Error(`failed at ${this.asked}`);
        yield this.asked;
      }
    } finally {
      this.ended = true;
    }
  }
}

async function collect(items: AsyncIterable<number>): Promise<readonly number[]> {
  const collected: number[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe(primeUntil.name, () => {
  it.each([1, 2, 5])('should wait for item %d, and lose none', async (ready) => {
    const source = new Source(5);
    const primed = await primeUntil(source, (item) => item === ready);
    expect(source.asked).toBe(ready);
    expect(await collect(primed)).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([0, 3])('should take all %d items when none is ready', async (length) => {
    const source = new Source(length);
    const primed = await primeUntil(source, () => false);
    expect(source.ended).toBe(true);
    expect(await collect(primed)).toHaveLength(length);
  });

  it.each([1, 3])('should throw what fails at item %d while it waits', async (failsAt) => {
    await expect(primeUntil(new Source(5, failsAt), (item) => item === 3)).rejects.toThrow(`failed at ${failsAt}`);
  });

  it('should leave a later failure to the reader', async () => {
    const primed = await primeUntil(new Source(5, 4), (item) => item === 2);
    const heard: number[] = [];
    const reading = (async () => {
      for await (const item of primed) heard.push(item);
    })();
    await expect(reading).rejects.toThrow('failed at 4');
    expect(heard).toEqual([1, 2, 3]);
  });

  it.each([1, 2, 3])('should end the source when the reader stops after %d items', async (count) => {
    const source = new Source(5);
    let heard = 0;
    for await (const item of await primeUntil(source, (candidate) => candidate === 2)) {
      heard += item > 0 ? 1 : 0;
      if (heard === count) break;
    }
    expect(source.ended).toBe(true);
    expect(source.asked).toBeLessThanOrEqual(3);
  });
});
