import {
  type CardUnclear,
  type DeniedOutcome,
  type TransactionUnclear,
} from '../../../credit-card/credit-card.outcomes';
import { joinWords, nameCards } from './name-card';
import { nameTransaction } from './name-transaction';

const MOST_TOLD = 3;

export const ASK_NUMBER = 'What is the phone number on your account, starting with the country code?';

/** Every refusal says what to do next. */
export function phraseDenied(nextStep: Exclude<DeniedOutcome['nextStep'], 'verify'>): string {
  switch (nextStep) {
    case 'identify':
      return `I can help with that. ${ASK_NUMBER}`;
    case 'last_four':
      return 'Thank you. To find the right card, please tell me its last four digits.';
  }
}

export function phraseCardUnclear({ status, cards }: CardUnclear): string {
  if (status === 'choice_needed') return `Which card do you mean: ${nameCards(cards, 'or')}?`;
  if (cards.length === 0) return 'I could not find a card of yours. Would you like to speak to a person?';
  return `I could not find that card. I can see ${nameCards(cards, 'and')}. Which one do you mean?`;
}

export function phraseTransactionUnclear({ status, transactions }: TransactionUnclear): string {
  const told = transactions.slice(0, MOST_TOLD).map(nameTransaction);
  if (told.length === 0) return 'I see no charges that you could dispute. Would you like to speak to a person?';
  if (status === 'transaction_choice_needed') return `Which charge do you mean: ${joinWords(told, 'or')}?`;
  return `I could not find that charge. The last ones are ${joinWords(told, 'and')}. Which one do you mean?`;
}
