import * as fc from 'fast-check';
import { SAYINGS } from '../../../test/support/say-card-number';
import { maskCardData, maskCardMessages, maskCardText } from './mask-card-data';

/** A fixed sequence of numbers from 0 to 1, mulberry32. */
function makeChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NETWORKS: readonly (readonly [prefix: string, length: number])[] = [
  ['4', 16],
  ['4', 13],
  ['4', 19],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['36', 14],
  ['3528', 16],
  ['62', 16],
];

function makeCardNumber(chance: () => number): string {
  const [prefix, length] = NETWORKS[Math.floor(chance() * NETWORKS.length)] ?? ['4', 16];
  let digits = prefix;
  while (digits.length < length - 1) digits += String(Math.floor(chance() * 10));
  return digits + String(Array.from('0123456789').find((check) => isLuhn(digits + check)));
}

function isLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

const DIGIT_BY_WORD = new Map(
  'zero one two three four five six seven eight nine'.split(' ').map((w, i) => [w, String(i)]),
);

/** Everything that could be a digit, in the most liberal reading: what is not one is left out. */
function readAllDigits(texts: readonly string[]): string {
  const plain = texts
    .join(' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?:double|triple) (\w+)/g, (said, digit: string) => `${digit} `.repeat(said.startsWith('double') ? 2 : 3))
    .replace(/\boh\b/g, 'zero');
  return [...plain.matchAll(/\d|[a-z]+/g)]
    .map(([token]) => (/\d/.test(token) ? token : (DIGIT_BY_WORD.get(token) ?? '')))
    .join('');
}

const CARRIERS: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['my card number is ', ''],
  ['hi, block ', ' please, it was stolen'],
  ['Visa ', ', expires next year'],
];

describe(maskCardData.name, () => {
  describe('when a card number is said', () => {
    it.each(Object.keys(SAYINGS))('should keep no more than its end, in the form "%s"', (form) => {
      const chance = makeChance(7);
      const missed: string[] = [];
      for (let count = 0; count < 1_000; count += 1) {
        const digits = makeCardNumber(chance);
        const said = SAYINGS[form]?.(digits, chance) ?? [];
        const [before, after] = said.length > 1 ? ['', ''] : (CARRIERS[count % CARRIERS.length] ?? ['', '']);
        const texts = said.map((text) => before + text + after);
        const masked = maskCardData(texts);
        if (readAllDigits(masked).includes(digits) || !masked.join(' ').includes(`ending in ${digits.slice(-4)}]`)) {
          missed.push(texts.join(' // '));
        }
      }
      expect(missed).toEqual([]);
    });
  });

  describe('when it is another number', () => {
    const MAKERS: readonly ((chance: () => number) => string)[] = [
      (chance) => `555-${digitsOf(3, chance)}-${digitsOf(4, chance)}`,
      (chance) => `+1 (${digitsOf(3, chance)}) ${digitsOf(3, chance)}-${digitsOf(4, chance)}`,
      (chance) => `+44 20 ${digitsOf(4, chance)} ${digitsOf(4, chance)}`,
      (chance) => `${digitsOf(10, chance)} ext. ${digitsOf(4, chance)}`,
      (chance) => `[phone: +1${digitsOf(10, chance)}]`,
      (chance) => `order ${digitsOf(8, chance)}`,
      (chance) => `A-${digitsOf(5, chance)}-${digitsOf(2, chance)}`,
      (chance) => `case number ${digitsOf(12, chance)}`,
      (chance) => `1Z${digitsOf(9, chance)}B${digitsOf(3, chance)}`,
      (chance) => `$${digitsOf(4, chance)}.${digitsOf(2, chance)} on 2026-11-${digitsOf(2, chance)}`,
    ];

    it('should leave ordinary telephone and order numbers alone', () => {
      const chance = makeChance(11);
      let masked = 0;
      for (let count = 0; count < 1_000; count += 1) {
        const made = MAKERS[count % MAKERS.length]?.(chance) ?? '';
        const texts = [
          [`my number is ${made}`],
          [`it was ${made}, thanks`],
          [made, 'yes'],
          [made, digitsOf(6, chance)],
        ];
        const chosen = texts[Math.floor(chance() * texts.length)] ?? [];
        if (maskCardData(chosen).join() !== chosen.join()) masked += 1;
      }
      expect(masked).toBeLessThanOrEqual(10);
    });

    it.each([
      ['my last four digits are 4211'],
      ['it ends in 4211'],
      ['the code is 482913'],
      ['four eight two nine one three'],
      ['I want to borrow 25000 dollars over 36 months'],
      ['4242424242424243'],
      ['42424242424242424242'],
      ['1234567890123452'],
      ['what is my pin?'],
      ['I was born on 04 12 1980'],
    ])('should leave "%s" as it is', (text) => {
      expect(maskCardData([text])).toEqual([text]);
    });
  });

  describe('when a security code or a PIN is said', () => {
    it.each([
      ['my cvv is 123', 'my cvv is [hidden]'],
      ['the security code is one two three', 'the security code is [hidden]'],
      ['CVC2: 4821', 'CVC2: [hidden]'],
      ['the three digits on the back are 1 2 3', 'the three digits on the back are [hidden]'],
      ['my PIN is four two one one', 'my PIN is [hidden]'],
      ['1234 is my pin', '[hidden] is my pin'],
      ['pin number 123456', 'pin number [hidden]'],
      ['the card ending in 4211, cvv 999', 'the card ending in 4211, cvv [hidden]'],
    ])('should hide it in "%s"', (text, masked) => {
      expect(maskCardData([text])).toEqual([masked]);
    });
  });

  it('should change nothing more the second time, whatever numbers are said', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('4242 4242 4242 4242', 'four two ', 'double two', ' uh ', '4242', 'oh', '4242-'),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.array(piece).map((pieces) => pieces.join(' ')),
          { maxLength: 4 },
        ),
        (texts) => {
          const once = maskCardData(texts);
          expect(once).toHaveLength(texts.length);
          expect(maskCardData(once)).toEqual(once);
        },
      ),
    );
  });

  it('should end on texts with more numbers than a call may have arguments', () => {
    for (const text of ['4'.repeat(100_000), '4242 '.repeat(20_000), 'a 1 '.repeat(200_000), 'pin '.repeat(25_000)]) {
      expect(maskCardData([text, text])).toHaveLength(2);
    }
  });

  describe('when a text is four times as long', () => {
    /** The least of several, since other work on the machine only adds to it. */
    function leastTime(texts: readonly string[]): number {
      const times = Array.from({ length: 7 }, () => {
        const before = performance.now();
        maskCardMessages(texts);
        return performance.now() - before;
      });
      return Math.min(...times);
    }

    it.each<[string, (count: number) => readonly string[]]>([
      ['digits', (count) => ['4 '.repeat(count)]],
      ['card numbers', (count) => ['4539 1488 0343 6467 '.repeat(count / 8)]],
      ['digits between words', (count) => ['a 1 '.repeat(count / 2)]],
      ['spoken digits', (count) => ['four two '.repeat(count / 2)]],
      ['PINs', (count) => ['pin 1 '.repeat(count / 3)]],
      ['messages that go on', (count) => Array.from({ length: count / 4 }, () => '42 42 42 4')],
    ])('should take about four times as long and not sixteen times: %s', (_name, toTexts) => {
      leastTime(toTexts(4_000));
      expect(leastTime(toTexts(96_000)) / leastTime(toTexts(24_000))).toBeLessThan(10);
    });
  });
});

describe(maskCardMessages.name, () => {
  it('should mask each message with the others and by itself', () => {
    const texts = ['my card is 4242 4242', '4242 4242', 'and 4539 1488 0343 6467', 'my pin is 1234'];
    expect(maskCardMessages(texts)).toEqual(
      maskCardData(texts).map((together, index) => ({ together, alone: maskCardText(texts[index] ?? '') })),
    );
    expect(maskCardMessages(texts)[0]).toEqual({ together: 'my card is [part of a card number]', alone: texts[0] });
  });
});

function digitsOf(length: number, chance: () => number): string {
  return Array.from({ length }, () => String(Math.floor(chance() * 10))).join('');
}
