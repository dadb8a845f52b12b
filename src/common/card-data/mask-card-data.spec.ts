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

function makeCardNumber(chance: () => number, networks = NETWORKS): string {
  const [prefix, length] = networks[Math.floor(chance() * networks.length)] ?? ['4', 16];
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

  describe('when a card number is read out group by group, with words between', () => {
    const FORMS: readonly (readonly string[])[] = [
      ['A, then B and after that C and lastly D'],
      ['the first four are A the next four are B then C and D'],
      ['first four A, next four B, the following four digits are C and the last four are D'],
      ['A B sorry C D'],
      ['A B, oops, sorry, C D'],
      ['A B hang on let me see C D'],
      ['A (B) C [D]'],
      ['[A] [B] [C] [D]'],
      ['A x B x C x D'],
      ['A=B=C=D'],
      ['A+B+C+D'],
      ['A B, that is my card, C D'],
      ["it's A B, that's the first part, plus C D"],
      ['my card is A B', 'and then C D thank you very much'],
      ['my card is A B', 'C D and please be quick about it, I am in a shop'],
      ['my card is A B and', 'then it goes C D'],
      ['A B that is the first part', 'and the second part is C D, did you get that?'],
    ];
    const WORDS = [...DIGIT_BY_WORD.keys()];

    it.each(FORMS.map((form) => [form] as const))('should keep no more than its end: %j', (form) => {
      const chance = makeChance(17);
      const missed: string[] = [];
      for (let count = 0; count < 100; count += 1) {
        const digits = makeCardNumber(chance, [
          ['4', 16],
          ['51', 16],
          ['2221', 16],
          ['6011', 16],
        ]);
        const groups = digits.match(/.{4}/g) ?? [];
        const said = form.map((text) =>
          text.replace(/\b[A-D]\b/g, (letter) => {
            const group = groups['ABCD'.indexOf(letter)] ?? '';
            return count % 2 ? group : Array.from(group, (digit) => WORDS[Number(digit)]).join(' ');
          }),
        );
        const masked = maskCardData(said).join(' ');
        const tells = groups.slice(0, 3).some((group) => readAllDigits([masked]).includes(group));
        if (tells || !masked.includes(`ending in ${digits.slice(-4)}]`)) missed.push(said.join(' // '));
      }
      expect(missed).toEqual([]);
    });

    it.each([
      ['my number is 555 010 0001, sorry, order 4211 1234'],
      ['4539 1488 0343 6468, sorry, no'],
      ['4539 1488, sorry, 0343 6468'],
      ['it is room 12 (34), floor 2'],
      ['the last four are 4242 and my number is 555-123-4567'],
      ['2024 x 1365 x 800'],
      ['1200 + 3400 = 4600'],
    ])('should leave "%s" as it is', (text) => {
      expect(maskCardData([text])).toEqual([text]);
    });

    it('should leave ordinary numbers with such words between them alone', () => {
      const chance = makeChance(23);
      const BETWEEN = [', sorry, ', ' and lastly ', ' and after that ', ' (', ' x ', ', that is my card, ', ' = '];
      const MAKERS: readonly (() => string)[] = [
        () => `555-${digitsOf(3, chance)}-${digitsOf(4, chance)}`,
        () => `+44 20 ${digitsOf(4, chance)} ${digitsOf(4, chance)}`,
        () => `order ${digitsOf(8, chance)}`,
        () => `case number ${digitsOf(12, chance)}`,
        () => `$${digitsOf(4, chance)}.${digitsOf(2, chance)}`,
        () => `the card ending in ${digitsOf(4, chance)}`,
        () => digitsOf(6, chance),
        () => digitsOf(4, chance),
      ];
      const make = (): string => MAKERS[Math.floor(chance() * MAKERS.length)]?.() ?? '';
      let masked = 0;
      for (let count = 0; count < 2_000; count += 1) {
        const text = `it was ${make()}${BETWEEN[count % BETWEEN.length] ?? ''}${make()}, thanks`;
        if (maskCardData([text]).join() !== text) masked += 1;
      }
      expect(masked).toBeLessThanOrEqual(20);
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
      ['the last four of my social security number are 6789'],
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
      ['my security number is 123', 'my security number is [hidden]'],
      ['my P I N is 1234', 'my P I N is [hidden]'],
      ['my p.i.n. is one two three four', 'my p.i.n. is [hidden]'],
      ['my c v v is 123', 'my c v v is [hidden]'],
      ['the C.V.V. is 1234', 'the C.V.V. is [hidden]'],
      ['my pin code is 1234', 'my pin code is [hidden]'],
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
