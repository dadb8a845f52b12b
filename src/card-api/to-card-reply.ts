import { type Card, type CardTransaction, type Money, type Replacement } from '../credit-card/credit-card.types';
import {
  type CardDto,
  type CardReplyDto,
  type CardTransactionDto,
  type MoneyDto,
  type ReplacementDto,
} from './dto/card-reply.dto';
import { type ToldOutcome } from './told-outcome';

/** Says what came of a request, and all that belongs to it, in the terms of the wire. */
export function toCardReply(outcome: ToldOutcome): CardReplyDto {
  return {
    status: outcome.status,
    ...('actionId' in outcome && { action_id: outcome.actionId }),
    ...('card' in outcome && { card: toCard(outcome.card) }),
    ...('cards' in outcome && { cards: outcome.cards.map(toCard) }),
    ...('account' in outcome && {
      balance: toMoney(outcome.account.balance),
      limit: toMoney(outcome.account.limit),
    }),
    ...('transactions' in outcome && { transactions: outcome.transactions.map(toTransaction) }),
    ...('replacement' in outcome && { replacement: toReplacement(outcome.replacement) }),
    ...('disputeReference' in outcome && { dispute_reference: outcome.disputeReference }),
    ...('delivery' in outcome && { delivery: outcome.delivery }),
  };
}

function toCard({ network, lastFour, state }: Card): CardDto {
  return { network, last_four: lastFour, state };
}

function toMoney({ amountCents, currency }: Money): MoneyDto {
  return { amount_cents: amountCents, currency };
}

function toTransaction({ merchant, amount, postedAt }: CardTransaction): CardTransactionDto {
  return { merchant, amount: toMoney(amount), posted_at: postedAt.toISOString() };
}

function toReplacement({ reason, state, orderedAt, expectedBy }: Replacement): ReplacementDto {
  return { reason, state, ordered_at: orderedAt.toISOString(), expected_by: expectedBy.toISOString() };
}
