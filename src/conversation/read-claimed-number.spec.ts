import fc from 'fast-check';
import { digitsOf, sayDigits } from '../../test/support/say-digits';
import { readClaimedNumber } from './read-claimed-number';

describe(readClaimedNumber.name, () => {
  describe('when the caller says a telephone number', () => {
    it.each([
      [['it is +1234567890'], '+1234567890'],
      [['plus one two three four five six seven eight nine oh'], '+1234567890'],
      [['plus one, five five five, oh one double zero, zero zero one'], '+15550100001'],
      [['my number is (415) 555-2671, thanks'], '+14155552671'],
      [['415 5552671'], '+14155552671'],
      [['1 415 555 2671'], '+14155552671'],
      [['four one five, five five five, two six seven one'], '+14155552671'],
      [['four one five um five five five uh two six seven one'], '+14155552671'],
      [['four one five five fifty five twenty six seventy one'], '+14155552671'],
      [['4 1 5 5 5 5 2 6 7 1'], '+14155552671'],
      [['41 55 55 26 71'], '+14155552671'],
      [['area code 415 555 2671'], '+14155552671'],
      [['call me at 415-555-2671'], '+14155552671'],
      [['block my card, my number is 4155552671'], '+14155552671'],
      [['block my card +14155552671'], '+14155552671'],
      [['the card ending in 4211 and my phone number is 4155552671'], '+14155552671'],
      [['the code is 482913 and my number is 4155552671'], '+14155552671'],
      [['+15550100001', 'no sorry, +15550100002'], '+15550100002'],
      [['+15550100001', 'the card ending in 4211'], '+15550100001'],
      [['+15550100001', 'the code is 482913'], '+15550100001'],
      [['+15550100001', '482913 4211'], '+15550100001'],
    ])('should read it in %j', (texts, phoneNumber) => {
      expect(readClaimedNumber(texts)).toBe(phoneNumber);
    });
  });

  describe('when the digits are those of something else', () => {
    it.each([
      '',
      'the card ending in four two one one',
      'I want $12,500 over 36 months',
      '$1234567890',
      '$ 1,234,567,890',
      '4155552671 dollars',
      'one two three four five six seven eight nine oh dollars',
      '$12,500 36 4211',
      '482913 4211',
      '4211 482913',
      '4 8 2 9 1 3, 4 2 1 1',
      'four eight two nine one three, four two one one',
      'the code is 482913 4211',
      'my passcode is four eight two nine one three four two one one',
      'code 4829131234',
      '482913 482913',
      '4242 4242 4242 4242',
      '4242424242424242',
      '4242 4242 42',
      '4242 4242 42 um 42 4242',
      '3782 822463 10005',
      '+378282246310005',
      '378282246310005',
      'my card number is 4242 42 42 42',
      'my card number is four two four two four two four two four two',
      'my account number is 1234567890',
      'order number 4155552671',
      'tracking number 1 415 555 2671',
      '2024-01-15 12:30',
      '****4155552671',
      'req_4155552671',
      `${'please '.repeat(200)}+14155552671`,
    ])('should claim nothing in %j', (text) => {
      expect(readClaimedNumber([text])).toBeUndefined();
    });

    it('should claim nothing by a passcode, with or without the end of a card, however it is said', () => {
      const said = fc.tuple(sayDigits(digitsOf(6)), sayDigits(digitsOf(4)));
      fc.assert(
        fc.property(said, ([passcode, lastFour]) => {
          expect(readClaimedNumber([passcode.text])).toBeUndefined();
          expect(readClaimedNumber([`the code: ${passcode.digits} card ending in ${lastFour.text}`])).toBeUndefined();
          expect(readClaimedNumber([`${passcode.digits}, ${lastFour.digits}`])).toBeUndefined();
        }),
        { numRuns: 1_000 },
      );
    });

    it('should claim nothing by a card number, in whatever groups and words', () => {
      const cardNumber = digitsOf(14).map((digits) => withCheckDigit(`4${digits}`));
      fc.assert(
        fc.property(sayDigits(cardNumber), ({ text }) => {
          expect({ text, claim: readClaimedNumber([text]) }).toEqual({ text, claim: undefined });
        }),
        { numRuns: 1_000 },
      );
    });

    it('should claim nothing by a sum of money', () => {
      const sum = fc.bigInt({ min: 0n, max: 10n ** 14n });
      fc.assert(
        fc.property(
          sum,
          fc.constantFrom('en-US', 'de-DE', 'fr-FR'),
          fc.constantFrom('USD', 'EUR', 'GBP'),
          (amount, locale, currency) => {
            const written = amount.toLocaleString(locale, { style: 'currency', currency });
            expect({ written, claim: readClaimedNumber([`I owe ${written}`]) }).toEqual({ written, claim: undefined });
            expect(readClaimedNumber([`${amount.toLocaleString('en-US')} dollars`])).toBeUndefined();
          },
        ),
      );
    });
  });

  it('should read nothing where nobody has spoken', () => {
    expect(readClaimedNumber([])).toBeUndefined();
  });

  it('should never fail on arbitrary text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        expect(readClaimedNumber(texts) ?? '+').toMatch(/^\+/);
      }),
    );
  });
});

/** Appends the check digit of payment cards. */
function withCheckDigit(digits: string): string {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => {
      const weighted = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
      return total + (weighted > 9 ? weighted - 9 : weighted);
    }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}
