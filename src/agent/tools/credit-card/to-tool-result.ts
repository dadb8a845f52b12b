import { type ChangeOperation } from '../../../common/operation';
import { type CardUnclear, type DeniedOutcome, type ProposeOutcome } from '../../../credit-card/credit-card.outcomes';
import { type ToolResult } from '../tool';
import { nameCard, toPublicCard } from './name-card';
import { toPublicTransaction } from './name-transaction';
import { phraseAlreadyDone, phraseNotApplicable, phraseQuestion } from './phrase-changes';
import { phraseCardUnclear, phraseTransactionUnclear } from './phrase-refusals';
import { phraseReplacement } from './phrase-readings';

/** What a proposal came to, as `actions` shows it and as the caller hears it. */
export function toProposalResult(operation: ChangeOperation, outcome: ProposeOutcome): ToolResult {
  const { status } = outcome;
  switch (status) {
    case 'proposed': {
      const { card, transaction } = outcome.pendingAction;
      const disputed = transaction === undefined ? {} : { transaction: toPublicTransaction(transaction) };
      return { status, output: { card: toPublicCard(card), ...disputed }, say: phraseQuestion(outcome.pendingAction) };
    }
    case 'already_done': {
      const say = phraseAlreadyDone(operation, outcome.cards);
      return { status, output: { cards: outcome.cards.map(toPublicCard) }, say };
    }
    case 'not_applicable':
      return {
        status,
        output: { card: toPublicCard(outcome.card) },
        say: phraseNotApplicable(operation, outcome.card),
      };
    case 'already_ordered': {
      const say = phraseReplacement(outcome.card, outcome.replacement);
      return { status, output: { card: toPublicCard(outcome.card) }, say };
    }
    case 'already_disputed': {
      const { card, disputeReference } = outcome;
      const say = `That charge on your ${nameCard(card)} is in dispute already, under the reference ${disputeReference}.`;
      return { status, output: { card: toPublicCard(card), dispute_reference: disputeReference }, say };
    }
    case 'transaction_choice_needed':
    case 'no_such_transaction': {
      const output = { transactions: outcome.transactions.slice(0, 3).map(toPublicTransaction) };
      return { status, output, say: phraseTransactionUnclear(outcome) };
    }
    default:
      return toRefusal(outcome);
  }
}

/** What stops a request about a card, whatever the request was. */
export function toRefusal(outcome: CardUnclear | DeniedOutcome): ToolResult {
  if (outcome.status === 'denied') {
    return { status: 'denied', output: { next_step: outcome.nextStep }, deniedFor: outcome.nextStep };
  }
  const { status, cards } = outcome;
  return { status, output: { cards: cards.map(toPublicCard) }, say: phraseCardUnclear(outcome) };
}
