import { type JsonObject } from '../../../common/json';
import { type Card } from '../../../credit-card/credit-card.types';

/** A card is named by its network and its last four digits; there is nothing else to name it by. */
export function nameCard({ network, lastFour }: Card): string {
  return `${network} ending in ${lastFour}`;
}

/** `the Visa ending in 1881, the Mastercard ending in 8805 or ...`. */
export function nameCards(cards: readonly Card[], conjunction: 'and' | 'or'): string {
  return joinWords(
    cards.map((card) => `the ${nameCard(card)}`),
    conjunction,
  );
}

export function joinWords(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** What a model or an internal service may know of a card. */
export function toPublicCard({ network, lastFour, state }: Card): JsonObject {
  return { network, last_four: lastFour, state };
}
