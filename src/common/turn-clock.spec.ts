import { TurnClock } from './turn-clock';

describe(TurnClock.name, () => {
  let timeMs: number;
  let clock: TurnClock;
  const pass = (ms: number): void => {
    timeMs += ms;
  };

  beforeEach(() => {
    timeMs = 1_000;
    clock = new TurnClock(() => timeMs);
  });

  const shares = (): object => Object.fromEntries(clock.shares);

  it('should begin when it is made', () => {
    pass(7);
    expect(clock.elapsedMs()).toBe(7);
    expect(shares()).toEqual({});
  });

  it('should add up what is measured, whatever comes of it', async () => {
    clock.add('queue', 2);
    expect(clock.measure('auth', () => (pass(3), 'let in'))).toBe('let in');
    const refuse = (): never => {
      pass(4);
      throw new Error('refused');
    };
    expect(() => clock.measure('auth', refuse)).toThrow('refused');
    const work = async (ms: number, result: Promise<string>): Promise<string> => {
      pass(ms - 1);
      await Promise.resolve();
      pass(1);
      return result;
    };
    expect(await clock.measureAsync('tools', () => work(5, Promise.resolve('done')))).toBe('done');
    await expect(clock.measureAsync('tools', () => work(6, Promise.reject(new Error('failed'))))).rejects.toThrow(
      'failed',
    );
    expect(shares()).toEqual({ queue: 2, auth: 7, tools: 11 });
    expect(clock.elapsedMs()).toBe(18);
  });

  describe('when it measures a stream', () => {
    let isClosed: boolean;

    async function* speak(...pauses: readonly number[]): AsyncGenerator<number> {
      isClosed = false;
      try {
        for (const ms of pauses) {
          await Promise.resolve();
          pass(ms);
          yield ms;
        }
        pass(1);
      } finally {
        isClosed = true;
      }
    }

    it('should count the waiting for each item and for the end, and not what is done with them', async () => {
      const heard: number[] = [];
      for await (const item of clock.measureEach('model', speak(10, 20))) {
        heard.push(item);
        pass(100);
      }
      expect(heard).toEqual([10, 20]);
      expect(shares()).toEqual({ model: 31 });
      expect(isClosed).toBe(true);
    });

    it('should close the stream that nobody reads to its end', async () => {
      for await (const item of clock.measureEach('model', speak(10, 20))) {
        expect(item).toBe(10);
        break;
      }
      expect(isClosed).toBe(true);
      expect(shares()).toEqual({ model: 10 });
    });

    it('should pass its failure on, and count the time until then', async () => {
      async function* fail(): AsyncGenerator<number> {
        await Promise.resolve();
        pass(9);
        yield 1;
        pass(9);
        throw new Error('broken off');
      }
      const read = async (): Promise<void> => {
        for await (const item of clock.measureEach('model', fail())) expect(item).toBe(1);
      };
      await expect(read()).rejects.toThrow('broken off');
      expect(shares()).toEqual({ model: 18 });
    });
  });
});
