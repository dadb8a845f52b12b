import { maskCardData, maskCardMessages } from './mask-card-data';

/** By which texts, tokens and streams are read and copied. */
const STEPS: readonly (readonly [prototype: object, methods: readonly string[]])[] = [
  [String.prototype, ['charCodeAt', 'slice', 'includes', 'startsWith', 'normalize']],
  [RegExp.prototype, ['test', 'exec']],
  [
    Array.prototype,
    ['push', 'slice', 'at', 'filter', 'map', 'flatMap', 'some', 'every', 'find', 'findIndex', 'reduce'],
  ],
  [Map.prototype, ['get', 'set']],
  [Set.prototype, ['has', 'add']],
];
const MOST_STEPS_OF_A_CHARACTER = 30;

const COPYING = ['slice', 'filter', 'map', 'flatMap', 'normalize'];

/** Each call counts one step, and one more for each element or character that it copies. */
function countSteps(run: () => void): number {
  let steps = 0;
  const restored = STEPS.flatMap(([prototype, methods]) =>
    methods.map((method) => {
      const original = Reflect.get(prototype, method) as (...values: unknown[]) => unknown;
      const counting = function (this: unknown, ...values: unknown[]): unknown {
        const result = Reflect.apply(original, this, values);
        steps += 1;
        if (COPYING.includes(method)) steps += (result as string | readonly unknown[]).length;
        return result;
      };
      Reflect.defineProperty(prototype, method, { value: counting, configurable: true, writable: true });
      return () => Reflect.defineProperty(prototype, method, { value: original, configurable: true, writable: true });
    }),
  );
  try {
    run();
  } finally {
    for (const restore of restored) restore();
  }
  return steps;
}

describe(maskCardMessages.name, () => {
  it('should end on texts with more numbers than a call may have arguments', () => {
    for (const text of ['4'.repeat(100_000), '4242 '.repeat(20_000), 'a 1 '.repeat(200_000), 'pin '.repeat(25_000)]) {
      expect(maskCardData([text, text])).toHaveLength(2);
    }
  });

  describe('when a text is four times as long', () => {
    it.each<[string, (count: number) => readonly string[]]>([
      ['digits', (count) => ['4 '.repeat(count)]],
      ['card numbers', (count) => ['4539 1488 0343 6467 '.repeat(count / 8)]],
      ['digits between words', (count) => ['a 1 '.repeat(count / 2)]],
      ['spoken digits', (count) => ['four two '.repeat(count / 2)]],
      ['PINs', (count) => ['pin 1 '.repeat(count / 3)]],
      ['messages that go on', (count) => Array.from({ length: count / 4 }, () => '42 42 42 4')],
    ])('should take four times as many steps, and few for a character: %s', (_name, toTexts) => {
      const [few, many] = [4_000, 16_000].map((count) => {
        const texts = toTexts(count);
        return countSteps(() => maskCardMessages(texts)) / texts.join('').length;
      });
      expect(many).toBeLessThan(MOST_STEPS_OF_A_CHARACTER);
      expect((many ?? 0) / (few ?? 0)).toBeLessThan(1.2);
    });
  });
});
