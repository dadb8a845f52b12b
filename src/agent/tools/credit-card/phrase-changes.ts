import { type ChangeOperation } from '../../../common/operation';
import { type DoneOutcome } from '../../../credit-card/credit-card.outcomes';
import { type Card, type PendingAction } from '../../../credit-card/credit-card.types';
import { joinWords, nameCard } from './name-card';
import { nameTransaction, speakDate } from './name-transaction';

const ANYTHING_ELSE = 'Is there anything else?';
const GO_AHEAD = 'Shall I go ahead, yes or no?';

/** The exact sentences about one kind of change. They are read aloud, so they are short and say one thing. */
interface ChangePhrases {
  readonly question: (action: PendingAction) => string;
  readonly done: (outcome: DoneOutcome) => string;
  /** What has not happened, as a clause that can be followed by a reason. */
  readonly undone: (card: string) => string;
  /** How the cards are already, after their names. */
  readonly already: string;
  /** What cannot be done to the card. */
  readonly passive: string;
  /** Words that name the change, so that they make a yes no less of one. */
  readonly words: readonly string[];
}

const PHRASES: Readonly<Record<ChangeOperation, ChangePhrases>> = {
  block_card: {
    question: ({ card }) => `I can block your ${nameCard(card)} right away. ${GO_AHEAD}`,
    done: ({ card }) => `Done. Your ${nameCard(card)} is blocked, and nobody can pay with it. ${ANYTHING_ELSE}`,
    undone: (card) => `I have not blocked your ${card}`,
    already: 'already blocked, so nobody can pay with',
    passive: 'be blocked',
    words: ['block', 'blocked', 'lock', 'locked', 'freeze', 'frozen', 'stop', 'stopped', 'lost', 'stolen', 'stole'],
  },
  unblock_card: {
    question: ({ card }) => `I can lift the block on your ${nameCard(card)}, so that it works again. ${GO_AHEAD}`,
    done: ({ card }) => `Done. Your ${nameCard(card)} works again. ${ANYTHING_ELSE}`,
    undone: (card) => `I have not unblocked your ${card}`,
    already: 'not blocked, so you can pay with',
    passive: 'be unblocked',
    words: ['unblock', 'unblocked', 'unlock', 'unfreeze', 'reactivate'],
  },
  report_card_lost: {
    question: ({ card, reason = 'lost' }) =>
      `I can cancel your ${nameCard(card)} for good because it was ${reason}, and order a new card. ${GO_AHEAD}`,
    done: ({ card, replacement }) =>
      `Done. Your ${nameCard(card)} is cancelled, and ${speakNewCard(replacement)}. ${ANYTHING_ELSE}`,
    undone: (card) => `I have not cancelled your ${card}`,
    already: 'already cancelled, so nobody can pay with',
    passive: 'be reported as lost or stolen',
    words: ['cancel', 'cancelled', 'report', 'lost', 'stolen', 'order', 'replace', 'new', 'good'],
  },
  replace_card: {
    question: ({ card }) =>
      `I can order a new card in place of your ${nameCard(card)}, which works until it comes. ${GO_AHEAD}`,
    done: ({ card, replacement }) =>
      `Done. In place of your ${nameCard(card)}, ${speakNewCard(replacement)}. ${ANYTHING_ELSE}`,
    undone: (card) => `I have not ordered a new card in place of your ${card}`,
    already: 'replaced already, so there is a new one for',
    passive: 'be replaced',
    words: ['replace', 'replacement', 'order', 'new', 'damaged', 'broken', 'send'],
  },
  activate_card: {
    question: ({ card }) => `I can activate your new ${nameCard(card)} now. ${GO_AHEAD}`,
    done: ({ card }) => `Done. Your ${nameCard(card)} is active, and you can pay with it. ${ANYTHING_ELSE}`,
    undone: (card) => `I have not activated your ${card}`,
    already: 'active already, so you can pay with',
    passive: 'be activated',
    words: ['activate', 'activated', 'new', 'switch', 'turn', 'on'],
  },
  dispute_transaction: {
    question: ({ card, transaction }) =>
      `I can dispute ${transaction === undefined ? 'that charge' : nameTransaction(transaction)}, ` +
      `on your ${nameCard(card)}. ${GO_AHEAD}`,
    done: ({ card, disputeReference = '' }) =>
      `Done. The dispute on your ${nameCard(card)} is open under the reference ${disputeReference}. ${ANYTHING_ELSE}`,
    undone: (card) => `I have not opened a dispute on your ${card}`,
    already: 'in dispute already, and so is every charge on',
    passive: 'have that charge disputed',
    words: ['dispute', 'disputed', 'transaction', 'open', 'case', 'report'],
  },
};

/** The words of an operation that a yes may contain. */
export function wordsOf(operation: ChangeOperation): readonly string[] {
  return PHRASES[operation].words;
}

export function phraseQuestion(action: PendingAction): string {
  return PHRASES[action.operation].question(action);
}

export function phraseQuestionAgain(action: PendingAction): string {
  return `Sorry, I need a clear yes or no. ${phraseQuestion(action)}`;
}

/** Nothing is said to be so before the system that makes it so has it. */
export function phraseDone(outcome: DoneOutcome): string {
  const { operation, card, delivery, changedSince } = outcome;
  const { done, passive } = PHRASES[operation];
  if (changedSince) {
    return `I did that earlier, but your ${nameCard(card)} is ${card.state} now. What would you like me to do?`;
  }
  switch (delivery) {
    case 'delivered':
      return done(outcome);
    case 'pending':
      return (
        `I have registered that. Your ${nameCard(card)} will ${passive} as soon as our card system confirms it, ` +
        `usually within a minute. ${ANYTHING_ELSE}`
      );
    case 'refused':
      return (
        `Our card system did not accept that, so your ${nameCard(card)} could not ${passive}. ` +
        `Please call the number on the back of your card.`
      );
  }
}

export function phraseAlreadyDone(operation: ChangeOperation, cards: readonly Card[]): string {
  const names = joinWords(cards.map(nameCard), 'and');
  const [verb, pronoun] = cards.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `Your ${names} ${verb} ${PHRASES[operation].already} ${pronoun}. ${ANYTHING_ELSE}`;
}

export function phraseDeclined({ operation, card }: PendingAction): string {
  return `All right, ${PHRASES[operation].undone(nameCard(card))}. ${ANYTHING_ELSE}`;
}

export function phraseLapsed({ operation, card }: PendingAction): string {
  return `${PHRASES[operation].undone(nameCard(card))}, because your yes came too late. Please ask me again.`;
}

export function phraseNotApplicable(operation: ChangeOperation, card: Card): string {
  const isCannot = `it is ${card.state} and cannot ${PHRASES[operation].passive}`;
  return `I have not changed your ${nameCard(card)}: ${isCannot}. Would you like to speak to a person?`;
}

/** After three answers that are neither yes nor no. */
export function phraseGivenUp({ operation, card }: PendingAction): string {
  return `${PHRASES[operation].undone(nameCard(card))}, because I did not understand your answer.`;
}

/** The caller has said more meanwhile, which has an answer of its own. */
export function phraseSuperseded(): string {
  return 'I have heard more from you since, and answer that.';
}

/** The store did not answer: it may have happened or not, and nothing else may be said. */
export function phraseUnknown({ operation, card }: PendingAction): string {
  return (
    `I cannot tell at the moment whether your ${nameCard(card)} could ${PHRASES[operation].passive}. ` +
    `Please ask me again in a minute, or call the number on the back of your card.`
  );
}

function speakNewCard(replacement: DoneOutcome['replacement']): string {
  const when = replacement === undefined ? '' : ` and should arrive by ${speakDate(replacement.expectedBy)}`;
  return `a new card is ordered${when}`;
}
