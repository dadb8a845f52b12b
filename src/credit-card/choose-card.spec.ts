import { chooseCard, provesLastFour } from './choose-card';
import { type Card, type CardState } from './credit-card.types';

function createCard(lastFour: string, state: CardState = 'active'): Card {
  return { id: `card-${lastFour}-${state}`, customerId: 'customer', network: 'Visa', lastFour, state };
}

const ACTIVE = createCard('1881');
const OTHER_ACTIVE = createCard('8805');
const BLOCKED = createCard('5100', 'blocked');
const OTHER_BLOCKED = createCard('5200', 'blocked');
const CANCELLED = createCard('3307', 'cancelled');
const INACTIVE = createCard('7720', 'inactive');

describe(chooseCard.name, () => {
  describe('when no digits are named', () => {
    it.each([
      ['the only active card', [ACTIVE, BLOCKED, CANCELLED], { status: 'chosen', card: ACTIVE }],
      [
        'a choice of active cards',
        [ACTIVE, OTHER_ACTIVE, BLOCKED],
        { status: 'choice_needed', cards: [ACTIVE, OTHER_ACTIVE] },
      ],
      ['the only blocked card', [BLOCKED, CANCELLED], { status: 'already_done', cards: [BLOCKED] }],
      [
        'that several are blocked already',
        [BLOCKED, OTHER_BLOCKED],
        { status: 'already_done', cards: [BLOCKED, OTHER_BLOCKED] },
      ],
      [
        'none that is cancelled or not activated',
        [CANCELLED, INACTIVE],
        { status: 'no_such_card', cards: [CANCELLED, INACTIVE] },
      ],
      ['none of no cards', [], { status: 'no_such_card', cards: [] }],
    ])('should find %s', (_name, cards, choice) => {
      expect(chooseCard(cards, {}, 'block_card')).toEqual(choice);
    });
  });

  describe('when digits are named', () => {
    const cards = [ACTIVE, OTHER_ACTIVE, BLOCKED, OTHER_BLOCKED, CANCELLED, createCard('5200')];

    it.each([
      ['8805', { status: 'chosen', card: OTHER_ACTIVE }],
      ['5100', { status: 'already_done', cards: [BLOCKED] }],
      ['5200', { status: 'chosen', card: createCard('5200') }],
      ['3307', { status: 'not_applicable', card: CANCELLED }],
      ['0000', { status: 'no_such_card', cards }],
      ['', { status: 'no_such_card', cards }],
    ])('should answer %s', (lastFour, choice) => {
      expect(chooseCard(cards, { lastFour }, 'block_card')).toEqual(choice);
    });

    it('should leave two active cards with the same digits to the caller', () => {
      const twins = [createCard('4211'), { ...createCard('4211'), id: 'twin' }];
      expect(chooseCard(twins, { lastFour: '4211' }, 'block_card')).toEqual({ status: 'choice_needed', cards: twins });
    });
  });

  describe('when a network is named', () => {
    const mastercard: Card = { ...createCard('8806'), network: 'Mastercard' };

    it('should find the one card of that network', () => {
      expect(chooseCard([ACTIVE, mastercard], { network: 'Mastercard' }, 'block_card')).toEqual({
        status: 'chosen',
        card: mastercard,
      });
    });

    it('should not fall back to a card of another network', () => {
      expect(chooseCard([ACTIVE], { network: 'Mastercard' }, 'block_card')).toEqual({
        status: 'no_such_card',
        cards: [ACTIVE],
      });
    });
  });
});

describe(provesLastFour.name, () => {
  it.each([
    ['1881', true],
    ['5100', true],
    ['3307', false],
    ['7720', false],
    ['0000', false],
    [undefined, false],
  ])('should answer %s with %s', (lastFour, proven) => {
    expect(provesLastFour([ACTIVE, BLOCKED, CANCELLED, INACTIVE], lastFour)).toBe(proven);
  });
});
