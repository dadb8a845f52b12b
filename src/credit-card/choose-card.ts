import { type Card, type CardDescription } from './credit-card.types';

export type CardChoice =
  | { readonly status: 'chosen'; readonly card: Card }
  | { readonly status: 'already_blocked'; readonly card: Card }
  | { readonly status: 'choice_needed'; readonly cards: readonly Card[] }
  | { readonly status: 'no_such_card'; readonly cards: readonly Card[] };

/** Finds the one card that a block request can mean, among the caller's own. Nothing is guessed. */
export function chooseCard(cards: readonly Card[], { lastFour, network }: CardDescription): CardChoice {
  const candidates = cards.filter(
    (card) =>
      (lastFour === undefined || card.lastFour === lastFour) && (network === undefined || card.network === network),
  );
  const active = candidates.filter((card) => card.state === 'active');
  const [firstActive] = active;
  if (firstActive !== undefined) {
    return active.length === 1 ? { status: 'chosen', card: firstActive } : { status: 'choice_needed', cards: active };
  }
  const blocked = candidates.filter((card) => card.state === 'blocked');
  const [firstBlocked] = blocked;
  if (firstBlocked !== undefined && blocked.length === 1) return { status: 'already_blocked', card: firstBlocked };
  return { status: 'no_such_card', cards };
}

/** Digits of a card that was cancelled or never activated prove nothing: such a card may lie in a bin. */
export function provesLastFour(cards: readonly Card[], lastFour: string | undefined): boolean {
  return cards.some((card) => card.lastFour === lastFour && (card.state === 'active' || card.state === 'blocked'));
}
