import { isMainlyCardDetail, isOnlyCardDetail, readCardSlots } from './read-card-slots';

describe(readCardSlots.name, () => {
  it.each([
    ['+1 (234) 567-890', '+1234567890'],
    ['1234567890', '+1234567890'],
    ['plus one two three four five six seven eight nine oh', '+1234567890'],
    ['it is two one two, five five five, double oh one nine', '+12125550019'],
    ['you can reach me at 415 555 0123', '+14155550123'],
    ['plus forty four, twenty, seven nine four six, oh nine five eight', '+442079460958'],
  ])('should read the number in "%s"', (text, phoneNumber) => {
    expect(readCardSlots(text, false)).toEqual({ phoneNumber });
  });

  it.each([
    ['ending in four two one one', '4211'],
    ['the one ending 42 11', '4211'],
    ['the last four are double five oh two', '5502'],
    ['last 4: 8805', '8805'],
    ['my visa 4211', '4211'],
    ['my card number is 4111 1111 1111 1234', '1234'],
  ])('should read the last four digits in "%s"', (text, lastFour) => {
    expect(readCardSlots(text, false)).toMatchObject({ lastFour });
  });

  it.each([
    ['the mastercard', 'Mastercard'],
    ['my Visa card', 'Visa'],
    ['the Amex one', 'American Express'],
    ['visa or mastercard', undefined],
    ['revisable', undefined],
  ])('should read the network in "%s"', (text, network) => {
    expect(readCardSlots(text, false).network).toBe(network);
  });

  it('should read both, said in one breath', () => {
    expect(readCardSlots('block the card ending in 8805, my phone is +1 415 555 0123', false)).toEqual({
      lastFour: '8805',
      phoneNumber: '+14155550123',
    });
  });

  describe('when four digits stand alone', () => {
    it.each(['4211', 'four, two, one, one', 'forty two eleven', "it's the 4211 one please", '4211, 8805'])(
      'should take "%s" for a card only if cards are being spoken of',
      (text) => {
        expect(readCardSlots(text, true)).toEqual({ lastFour: '4211' });
        expect(readCardSlots(text, false)).toEqual({});
      },
    );
  });

  it.each(['hmm', '$4211', 'a charge of 1200 dollars', 'in 2 minutes', '12345', '', 'double or nothing'])(
    'should find nothing in "%s"',
    (text) => {
      expect(readCardSlots(text, true)).toEqual({});
    },
  );
});

describe(isMainlyCardDetail.name, () => {
  it.each([
    ['4211', true],
    ['the Visa please', true],
    ['it is plus one two three four', true],
    ['the one ending in 42 11', true],
    ['I noticed a 1200 dollar charge yesterday', false],
    ['hmm', false],
    ['', false],
  ])('should judge "%s" as %s', (text, expected) => {
    expect(isMainlyCardDetail(text)).toBe(expected);
  });
});

describe(isOnlyCardDetail.name, () => {
  it.each([
    ['the Visa please', true],
    ['four two one one', true],
    ['block the Visa', false],
    ['please', false],
  ])('should judge "%s" as %s', (text, expected) => {
    expect(isOnlyCardDetail(text)).toBe(expected);
  });
});
