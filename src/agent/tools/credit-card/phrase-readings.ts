import { type JsonObject } from '../../../common/json';
import {
  type Card,
  type CardAccount,
  type CardTransaction,
  type Replacement,
} from '../../../credit-card/credit-card.types';
import { formatMoney } from '../format-money';
import { joinWords, nameCard } from './name-card';
import { nameTransaction, speakDate } from './name-transaction';

const ANYTHING_ELSE = 'Is there anything else?';
const MOST_TOLD = 3;

export function phraseCards(cards: readonly Card[]): string {
  if (cards.length === 0) return `I found no credit cards of yours. ${ANYTHING_ELSE}`;
  const named = cards.map((card) => `the ${nameCard(card)}, which is ${card.state}`);
  return `You have ${named.join('; ')}. ${ANYTHING_ELSE}`;
}

export function phraseBalance(card: Card, { balance, limit }: CardAccount): string {
  const { amountCents } = balance;
  const owed =
    amountCents < 0
      ? `has a credit of ${formatMoney(-amountCents)}`
      : `has a balance of ${formatMoney(amountCents)} to pay`;
  return `Your ${nameCard(card)} ${owed}, with a limit of ${formatMoney(limit.amountCents)}. ${ANYTHING_ELSE}`;
}

export function phraseTransactions(card: Card, transactions: readonly CardTransaction[]): string {
  if (transactions.length === 0) return `There are no transactions on your ${nameCard(card)} yet. ${ANYTHING_ELSE}`;
  const told = transactions.slice(0, MOST_TOLD).map(nameTransaction);
  return `The last transactions on your ${nameCard(card)} are ${joinWords(told, 'and')}. ${ANYTHING_ELSE}`;
}

export function phraseReplacement(card: Card, { state, orderedAt, expectedBy }: Replacement): string {
  const name = `The new card in place of your ${nameCard(card)}`;
  if (state === 'delivered') return `${name} has been delivered. ${ANYTHING_ELSE}`;
  const way = state === 'shipped' ? ', is on its way,' : '';
  const dates = `was ordered on ${speakDate(orderedAt)}${way} and should arrive by ${speakDate(expectedBy)}`;
  return `${name} ${dates}. ${ANYTHING_ELSE}`;
}

export function phraseNoReplacement(): string {
  return `No new card is on order for you. ${ANYTHING_ELSE}`;
}

export function toPublicReplacement({ reason, state, orderedAt, expectedBy }: Replacement): JsonObject {
  const [ordered_on = '', expected_by = ''] = [orderedAt, expectedBy].map((date) => date.toISOString().split('T')[0]);
  return { reason, state, ordered_on, expected_by };
}
