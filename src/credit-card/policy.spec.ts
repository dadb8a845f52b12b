import { type CallerLevel, type CardOperation } from './credit-card.types';
import { decide } from './policy';

describe(decide.name, () => {
  it.each<[CardOperation, CallerLevel, readonly [string, string]]>([
    ['list_cards', 'unknown', ['identify', 'identify']],
    ['list_cards', 'claimed', ['last_four', 'last_four']],
    ['list_cards', 'asserted', ['allowed', 'allowed']],
    ['list_cards', 'verified', ['allowed', 'allowed']],
    ['block_card', 'unknown', ['identify', 'identify']],
    ['block_card', 'claimed', ['last_four', 'allowed']],
    ['block_card', 'asserted', ['allowed', 'allowed']],
    ['block_card', 'verified', ['allowed', 'allowed']],
  ])('should answer %s for %s with %j, without and with the digits', (operation, level, [without, withDigits]) => {
    expect(decide({ operation, level, lastFourProven: false })).toBe(without);
    expect(decide({ operation, level, lastFourProven: true })).toBe(withDigits);
  });
});
