import { readTransactionSlots } from './read-transaction-slots';

const WHICH = 'Which transaction do you mean: $42.00 at Acme Shoes, $80.50 at Blue Cafe or $1,200.00 at Acme Travel?';

describe(readTransactionSlots.name, () => {
  it.each([
    ["I don't recognise a charge of 42 dollars at Acme Shoes", { merchant: 'Acme Shoes', amount: 42 }],
    ['there is a charge from acme shoes that i did not make', { merchant: 'acme shoes' }],
    ['I never made that purchase at Best Buy yesterday', { merchant: 'Best Buy' }],
    ['There is a payment of $80 to Netflix that I did not make', { merchant: 'Netflix', amount: 80 }],
    ['I was charged twice by the Grand Hotel last week', { merchant: 'Grand Hotel' }],
    ['an Amazon charge of $1,299.99 is not mine', { merchant: 'Amazon', amount: 1299.99 }],
    ['the Acme Shoes transaction for 42.99', { merchant: 'Acme Shoes', amount: 42.99 }],
    ['Uber charged me too much', { merchant: 'Uber' }],
    ["I don't know this charge from McDonald's", { merchant: "McDonald's" }],
    ['dispute forty two dollars and five cents at the corner shop', { merchant: 'corner shop', amount: 42.05 }],
    ['I did not spend two hundred and fifty dollars at 7-Eleven', { merchant: '7-Eleven', amount: 250 }],
  ])('should read "%s"', (text, slots) => {
    expect(readTransactionSlots(text, '')).toEqual(slots);
  });

  it.each([
    'I want to dispute a charge',
    'dispute a charge on my card ending in 4211',
    'there is a charge on my visa from last week that I did not make',
    'I was charged twice',
    'I was charged by mistake',
    'somebody paid with my card and it was not me',
    'someone used my card',
    'a strange transaction from the 5th of May',
    'the store charged my card 2 times in 2024',
    'I want to talk to someone about a payment',
    '',
  ])('should find neither merchant nor amount in "%s"', (text) => {
    expect(readTransactionSlots(text, '').amount).toBeUndefined();
    expect(readTransactionSlots(text, '').merchant ?? 'store').toBe('store');
  });

  describe('when it was asked which transaction is meant', () => {
    it.each([
      ['Acme Shoes', { merchant: 'Acme Shoes' }],
      ['the one from blue cafe', { merchant: 'blue cafe' }],
      ['acme travel please', { merchant: 'acme travel' }],
      ['it was the shoes', { merchant: 'shoes' }],
      ['the 42 dollar one', { amount: 42 }],
      ['eighty fifty', { amount: 80.5 }],
      ['42', { amount: 42 }],
      ['the first one', { amount: 42 }],
      ['the second', { amount: 80.5 }],
      ['the last one please', { amount: 1200 }],
      ['Starbucks', { merchant: 'Starbucks' }],
      ['hmm', {}],
      ['yes', {}],
      ['no idea', {}],
      ['the one on the card ending in 4211', {}],
      ['can you tell me what the weather will be in Rome today', {}],
    ])('should read "%s"', (text, slots) => {
      expect(readTransactionSlots(text, WHICH)).toEqual(slots);
    });
  });

  it('should keep a merchant within 80 characters', () => {
    const { merchant } = readTransactionSlots(`a charge at ${'x'.repeat(200)}`, '');
    expect(merchant).toHaveLength(80);
  });
});
