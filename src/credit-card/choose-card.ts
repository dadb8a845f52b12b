import { type ChangeOperation } from '../common/operation';
import { type CardUnclear } from './credit-card.outcomes';
import { type Card, type CardDescription } from './credit-card.types';
import { isApplicable, TRANSITIONS } from './transitions';

export type CardChoice =
  | { readonly status: 'chosen'; readonly card: Card }
  | { readonly status: 'already_done'; readonly cards: readonly Card[] }
  | { readonly status: 'not_applicable'; readonly card: Card }
  | CardUnclear;

/** Finds the one card that a request to change something can mean, among the caller's own. Nothing is guessed. */
export function chooseCard(
  cards: readonly Card[],
  description: CardDescription,
  operation: ChangeOperation,
): CardChoice {
  const candidates = cards.filter((card) => fits(card, description));
  const applicable = candidates.filter((card) => isApplicable(operation, card.state));
  const [card] = applicable;
  if (card !== undefined) {
    return applicable.length === 1 ? { status: 'chosen', card } : { status: 'choice_needed', cards: applicable };
  }
  const done = candidates.filter(({ state }) => state === TRANSITIONS[operation].to);
  if (done.length > 0) return { status: 'already_done', cards: done };
  const [other] = candidates;
  if (other === undefined) return { status: 'no_such_card', cards };
  return candidates.length === 1
    ? { status: 'not_applicable', card: other }
    : { status: 'no_such_card', cards: candidates };
}

/** Finds the one card that a question can mean; a cancelled one only when nothing else fits. */
export function findCard(
  cards: readonly Card[],
  description: CardDescription,
): { readonly status: 'chosen'; readonly card: Card } | CardUnclear {
  const candidates = cards.filter((card) => fits(card, description));
  const usable = candidates.filter(({ state }) => state !== 'cancelled');
  const meant = usable.length > 0 ? usable : candidates;
  const [card] = meant;
  if (card === undefined) return { status: 'no_such_card', cards };
  return meant.length === 1 ? { status: 'chosen', card } : { status: 'choice_needed', cards: meant };
}

/** Digits of a card that was cancelled or never activated prove nothing: such a card may lie in a bin. */
export function provesLastFour(cards: readonly Card[], lastFour: string | undefined): boolean {
  return cards.some((card) => card.lastFour === lastFour && (card.state === 'active' || card.state === 'blocked'));
}

function fits(card: Card, { lastFour, network }: CardDescription): boolean {
  return (lastFour === undefined || card.lastFour === lastFour) && (network === undefined || card.network === network);
}
