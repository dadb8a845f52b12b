import { joinStreams, readCardMessage } from './card-message';
import { type DigitStream } from './digit-streams';
import { findCardNumbers } from './find-card-numbers';

interface Counted<T> {
  readonly counted: readonly T[];
  readonly reads: () => number;
}

/** The same array, which counts how often an element of it is read. */
function countReads<T>(list: readonly T[]): Counted<T> {
  let reads = 0;
  const counted = new Proxy(list, {
    get(target, property, receiver): unknown {
      if (typeof property === 'string' && /^\d+$/.test(property)) reads += 1;
      return Reflect.get(target, property, receiver);
    },
  });
  return { counted, reads: () => reads };
}

function toStream(text: string): DigitStream {
  return readCardMessage(text, 0).streams[0] ?? [];
}

const SIZE = 2_000;
/** Looks at each token: a number has at most 19, and each of these can be looked at for a few questions. */
const MOST_READS_OF_A_TOKEN = 60;

describe(findCardNumbers.name, () => {
  it('should find the numbers that stand alone, and then those that they leave', () => {
    const found = findCardNumbers(toStream('4242 4242 4242 4242 and 4539 1488 0343 6467 and 12'));
    expect(found.map(({ lastFour }) => lastFour)).toEqual(['4242', '6467']);
  });

  describe('when there are four times as many digits', () => {
    it.each(['4 ', '4242 ', '4539 1488 0343 6467 ', '4, 2 and ', '0 '])(
      'should look at a token no more often: "%s"',
      (piece) => {
        const [few, many] = [SIZE, 4 * SIZE].map((count) => {
          const { counted, reads } = countReads(toStream(piece.repeat(count)));
          findCardNumbers(counted);
          return reads() / counted.length;
        });
        expect(many).toBeLessThanOrEqual(MOST_READS_OF_A_TOKEN);
        expect((many ?? 0) / (few ?? 0)).toBeLessThan(1.2);
      },
    );
  });
});

describe(joinStreams.name, () => {
  it('should read every digit of messages that go on with one another a few times, however many they are', () => {
    const readsOfAToken = [500, 2_000].map((count) => {
      let reads = 0;
      const messages = Array.from({ length: count }, (_, index) => {
        const message = readCardMessage('42 42 42 4', index);
        const streams = message.streams.map((stream) => {
          const { counted, reads: readsOfStream } = countReads(stream);
          return { counted, readsOfStream };
        });
        return { message: { ...message, streams: streams.map(({ counted }) => counted) }, streams };
      });
      const joined = joinStreams(messages.map(({ message }) => message));
      expect(joined.map(({ length }) => length)).toEqual([4 * count]);
      for (const { streams } of messages) for (const { readsOfStream } of streams) reads += readsOfStream();
      return reads / (4 * count);
    });
    expect(Math.max(...readsOfAToken)).toBeLessThanOrEqual(4);
  });
});
