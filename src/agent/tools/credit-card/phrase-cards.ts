import { type Card, type DeniedOutcome } from '../../../credit-card/credit-card.types';
import { type JsonObject } from '../../../common/json';

/** The exact sentences of the card operations. They are read aloud, so they are short and say one thing. */

function nameCard(card: Card): string {
  return `${card.network} ending in ${card.lastFour}`;
}

function nameCards(cards: readonly Card[]): string {
  const names = cards.map((card) => `the ${nameCard(card)}`);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

/** What a model or an internal service may know of a card. */
export function toPublicCard(card: Card): JsonObject {
  return { network: card.network, last_four: card.lastFour, state: card.state };
}

export function phraseDenied(outcome: DeniedOutcome): string {
  switch (outcome.nextStep) {
    case 'identify':
      return 'I can help with that. What is the phone number on your account, starting with the country code?';
    case 'last_four':
      return 'Thank you. To find the right card, please tell me its last four digits.';
    case 'verify':
      return 'For that I first have to make sure that it is you. Would you like to speak to a person?';
  }
}

export function phraseBlockQuestion(card: Card): string {
  return `I can block your ${nameCard(card)} right away. Shall I go ahead, yes or no?`;
}

export function phraseAlreadyBlocked(card: Card): string {
  return `Your ${nameCard(card)} is already blocked, so nobody can pay with it. Is there anything else?`;
}

export function phraseChoice(cards: readonly Card[]): string {
  return `Which card do you mean: ${nameCards(cards)}?`;
}

export function phraseNoSuchCard(cards: readonly Card[]): string {
  if (cards.length === 0)
    return 'I could not find a card that I can block for you. Would you like to speak to a person?';
  return `I could not find that card. I can see ${nameCards(cards)}. Which one do you mean?`;
}

export function phraseBlocked(card: Card): string {
  return `Done. Your ${nameCard(card)} is blocked, and nobody can pay with it. Is there anything else?`;
}

export function phraseNotBlocked(card: Card): string {
  return `All right, I have not blocked your ${nameCard(card)}. Is there anything else?`;
}

export function phraseLapsed(card: Card): string {
  return `I have not blocked your ${nameCard(card)}, because your yes came too late. Please ask me again.`;
}

export function phraseNotApplicable(card: Card): string {
  return `I have not changed your ${nameCard(card)}: it can no longer be blocked. Would you like to speak to a person?`;
}
