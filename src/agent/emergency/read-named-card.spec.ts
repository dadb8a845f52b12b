import { readNamedCard } from './read-named-card';

describe(readNamedCard.name, () => {
  describe('when a caller names the card', () => {
    it.each([
      ['1881', { last_four: '1881' }],
      ['it is one eight eight one', { last_four: '1881' }],
      ['the one ending in 1881', { last_four: '1881' }],
      ['the last four digits of my card are 1 8 8 1', { last_four: '1881' }],
      ['I lost my Visa 1881', { network: 'Visa', last_four: '1881' }],
      ['block 1881, no, sorry, 1881', { last_four: '1881' }],
      ['my master card', { network: 'Mastercard' }],
      ['the American Express, please', { network: 'American Express' }],
    ])('should read "%s"', (text, card) => {
      expect(readNamedCard(text)).toEqual(card);
    });
  });

  describe('when four digits are something else', () => {
    it.each([
      'I lost 1500 dollars with my card',
      'they took $1500 from my card',
      'someone charged 1500 to my card',
      'they spent 1500 with my card',
      'my card was stolen in 2024',
      'at 1530 my card was stolen',
      'my order number is 4711 and my card is gone',
      'the code is 4711',
      'my phone number is 0001',
      '+1 555',
      '18815',
    ])('should read no card from "%s"', (text) => {
      expect(readNamedCard(text)).toEqual({});
    });
  });

  describe('when more than one card is named', () => {
    it.each(['the Visa and the Mastercard', '1881 and then 8805'])('should leave the choice open in "%s"', (text) => {
      expect(readNamedCard(text)).toEqual({});
    });
  });
});
