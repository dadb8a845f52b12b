import fc from 'fast-check';
import { digitsOf, sayDigits } from '../../test/support/say-digits';
import { readPasscode } from './read-passcode';

describe(readPasscode.name, () => {
  describe('when the caller says six digits', () => {
    it.each([
      '482913',
      '482 913',
      '482-913',
      '482,913',
      '4 8 2 9 1 3',
      '4829 13.',
      'four eight two nine one three',
      'Four, eight, two, nine, one, three.',
      'um four... eight two, nine one three',
      'four eight uh two nine er one three',
      'forty eight twenty nine thirteen',
      'Forty-eight, twenty-nine, thirteen.',
      'four eighty two nine thirteen',
      "it's 48, 29, 13",
      'the code is 482913 thanks',
      'Code: 482913',
      '"482913"',
      '482913#',
      'it is four eight two and then nine one three',
      'four eight two\nnine one three',
      '482913, that is 4 8 2 9 1 3',
      '482913 482913',
      'four eight two nine one three four eight two nine one three',
      'oh 482913',
      'Oh! 482913, thank you',
      'the one I got is 482913',
      'I got one code, 482913',
      'one moment... 482913',
      'my one-time passcode is 482913',
      'my six digit code is 482913',
      'the 6-digit code is 482913',
      'it says the code for my card ending in 4211 is 482913',
      '482913 and my card ends in 4211',
      'the last four are 4211 and the passcode is 482913',
      'my number is +1 555 010 0001 and the code is 482913',
      'my phone number is 415 555 2671, the code is 482913',
      'the code sent to my phone is 482913',
      '4\u200b8\u200b2913',
      '٤٨٢٩١٣',
      '４８２９１３',
      '४८२९१३',
      '𝟒𝟖𝟐𝟗𝟏𝟑',
      'I said four eight two nine one three',
      '482914 no sorry 482913',
      'four eight two nine one four, no wait, four eight two nine one three',
      '4829 no 482913',
      'sorry, 482913',
      "no, it's 482913",
      'the last one was wrong, it is 482913',
    ])('should read 482913 in %j', (text) => {
      expect(readPasscode(text)).toEqual({ status: 'found', passcode: '482913' });
    });

    it.each([
      ['four two double one nine oh', '421190'],
      ['triple five triple six', '555666'],
      ['treble five double six seven', '555667'],
      ['double oh seven double oh seven', '007007'],
      ['oh oh seven oh oh seven', '007007'],
      ['oh four eight two nine one', '048291'],
      ['four eight two nine one o', '482910'],
      ['4O8O1O', '408010'],
      ['zero zero zero zero zero zero', '000000'],
      ['ten twenty thirty', '102030'],
      ['twenty oh five forty one', '200541'],
      ['oh oh four eight two nine', '004829'],
      ['four eight um oh uh two nine one', '480291'],
      ['one two three four five six', '123456'],
      ['nineteen eighty four eleven', '198411'],
    ])('should read %j as %s', (text, passcode) => {
      expect(readPasscode(text)).toEqual({ status: 'found', passcode });
    });
  });

  describe('when the digits are too few or too many', () => {
    it.each([
      '48291',
      '4829134',
      '482 91',
      'four eight two nine one',
      'four eight two nine one three four',
      'oh four eight two nine one three',
      'forty eight twenty nine',
      'triple five',
      'four hundred eighty two nine one',
      'four eight two nine one double',
      '555-1234',
      '123456789',
      '482 uh 91',
    ])('should say so of %j', (text) => {
      expect(readPasscode(text)).toEqual({ status: 'wrong_length' });
    });
  });

  describe('when there is more than one code', () => {
    it.each([
      '482913 or 482914',
      '482913, 482914',
      '482913 and 482914',
      '482913 and 4211',
      'it was 48291 or 482913',
      '482913 that is 4 8 2 9 1 4',
      '482913 no wait',
      '482913, no, that is wrong',
      '482913 sorry',
      '482913 no sorry the last digit is four',
      '482913 no sorry my card ends in 4211',
      '482914, not 482913',
      'it is not 482913',
      'first 4829 then it changed to 482913',
    ])('should not choose in %j', (text) => {
      expect(readPasscode(text)).toEqual({ status: 'ambiguous' });
    });
  });

  describe('when the digits belong to something else, or there are none', () => {
    it.each([
      '',
      'I did not get it',
      'one moment please',
      'can you send me a new one',
      'oh no',
      'oh oh',
      'o',
      'I have 2 cards',
      '$482913',
      '$ 482,913',
      '482913 dollars',
      '482,913 euros',
      '€482913',
      '482913 €',
      '482913%',
      'four hundred eighty two thousand nine hundred thirteen dollars',
      'an amount of 482913',
      'ending in 4211',
      'ending in 482913',
      'the last four are 4211',
      'last 4 four two one one',
      'the last four digits of my card are 4211',
      'my card number is 482913',
      'the first six are 482913',
      'my account number is 482913',
      'order number 482913',
      'zip code 482913',
      'I was born on 12 05 1980',
      '12/05/24',
      '12:34:56',
      '+482913',
      'plus four eight two nine one three',
      '+1 (415) 555-2671',
      '415 555 2671',
      'call me at 482913',
      '4242 4242 4242 4242',
      '****482913',
      'abc482913',
      '482913xyz',
      'call_482913',
      'https://bank.example/482913',
      'user@482913',
      '482913@bank.example',
      '482913/2',
      `${'please '.repeat(200)}482913`,
    ])('should find none in %j', (text) => {
      expect(readPasscode(text)).toEqual({ status: 'none' });
    });
  });

  describe('when digits are said in any way', () => {
    it('should read six of them back exactly', () => {
      fc.assert(
        fc.property(sayDigits(digitsOf(6)), ({ digits, text }) => {
          expect({ text, reading: readPasscode(text) }).toEqual({
            text,
            reading: { status: 'found', passcode: digits },
          });
        }),
        { numRuns: 3_000 },
      );
    });

    it('should read no passcode in any other number of them', () => {
      const lengths = [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 13, 16];
      fc.assert(
        fc.property(sayDigits(fc.constantFrom(...lengths).chain(digitsOf)), ({ text }) => {
          expect(readPasscode(text).status).not.toBe('found');
        }),
        { numRuns: 3_000 },
      );
    });

    it('should read two different codes as ambiguous, and a code said twice as one', () => {
      const code = sayDigits(digitsOf(6));
      fc.assert(
        fc.property(code, code, (first, second) => {
          const expected =
            first.digits === second.digits ? { status: 'found', passcode: first.digits } : { status: 'ambiguous' };
          expect(readPasscode(`${first.text} I repeat ${second.text}`)).toEqual(expected);
        }),
      );
      fc.assert(
        fc.property(
          digitsOf(6).chain((digits) => fc.tuple(...[1, 2].map(() => sayDigits(fc.constant(digits))))),
          (said) => {
            const text = said.map((saying) => saying.text).join(' that is ');
            expect(readPasscode(text)).toEqual({ status: 'found', passcode: said[0]?.digits });
          },
        ),
      );
    });

    it('should read the same in capitals and with other punctuation', () => {
      fc.assert(
        fc.property(
          sayDigits(digitsOf(6)),
          fc.constantFrom(' ', ', ', '. ', '... ', ' - ', '! '),
          ({ digits, text }, joint) => {
            const other = text
              .toUpperCase()
              .split(/[\s,.:-]+/)
              .join(joint);
            expect({ other, reading: readPasscode(other) }).toEqual({
              other,
              reading: { status: 'found', passcode: digits },
            });
          },
        ),
      );
    });
  });

  describe('when the text is arbitrary', () => {
    it('should never fail, and only find digits that are there', () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
          expect(readPasscode(text).status === 'found' && !/\p{Nd}|[a-z]/iu.test(text)).toBe(false);
        }),
        { numRuns: 3_000 },
      );
    });
  });
});
