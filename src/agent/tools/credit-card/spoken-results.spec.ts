import { CHANGE_OPERATIONS, type ChangeOperation } from '../../../common/operation';
import { type DoneOutcome } from '../../../credit-card/credit-card.outcomes';
import {
  type Card,
  type CardTransaction,
  type PendingAction,
  type Replacement,
} from '../../../credit-card/credit-card.types';
import { HANDOVER } from '../transfer-to-human.tool';
import {
  phraseAlreadyDone,
  phraseDeclined,
  phraseDone,
  phraseGivenUp,
  phraseLapsed,
  phraseNotApplicable,
  phraseQuestion,
  phraseSuperseded,
  phraseUnknown,
} from './phrase-changes';
import {
  phraseBalance,
  phraseCards,
  phraseNoReplacement,
  phraseReplacement,
  phraseTransactions,
} from './phrase-readings';
import { toProposalResult } from './to-tool-result';

const CARD: Card = { id: 'card', customerId: 'customer', network: 'Visa', lastFour: '4211', state: 'active' };
const OTHER: Card = { ...CARD, id: 'other', network: 'Mastercard', lastFour: '8805', state: 'blocked' };
const NAME = 'Visa ending in 4211';

const CHARGE: CardTransaction = {
  id: 'charge',
  cardId: 'card',
  postedAt: new Date('2026-11-20T09:00:00.000Z'),
  merchant: 'Acme Shoes',
  amount: { amountCents: 4_210, currency: 'USD' },
};

const ORDERED: Replacement = {
  reason: 'lost',
  state: 'ordered',
  orderedAt: new Date('2026-11-23T09:00:00.000Z'),
  expectedBy: new Date('2026-11-30T09:00:00.000Z'),
};

const NEW_CARD = 'a new card is ordered and should arrive by November 30';

/** What each operation says when it is done, and how it calls that it was not. */
const TOLD: Readonly<
  Record<ChangeOperation, { readonly done: string; readonly undone: string; readonly passive: string }>
> = {
  block_card: { done: 'is blocked', undone: 'have not blocked', passive: 'be blocked' },
  unblock_card: { done: 'works again', undone: 'have not unblocked', passive: 'be unblocked' },
  report_card_lost: { done: `is cancelled, and ${NEW_CARD}`, undone: 'have not cancelled', passive: 'be reported' },
  replace_card: { done: NEW_CARD, undone: 'have not ordered', passive: 'be replaced' },
  activate_card: { done: 'is active', undone: 'have not activated', passive: 'be activated' },
  dispute_transaction: { done: 'open under the reference D-4711', undone: 'have not opened', passive: 'disputed' },
};

function doneOf(operation: ChangeOperation, rest: Partial<DoneOutcome> = {}): DoneOutcome {
  return {
    status: 'done',
    actionId: 'action',
    operation,
    card: CARD,
    repeated: false,
    changedSince: false,
    delivery: 'delivered',
    ...(operation === 'report_card_lost' || operation === 'replace_card' ? { replacement: ORDERED } : {}),
    ...(operation === 'dispute_transaction' ? { disputeReference: 'D-4711' } : {}),
    ...rest,
  };
}

const pendingOf = (operation: ChangeOperation): PendingAction => ({
  id: 'pending',
  operation,
  card: CARD,
  expiresAt: new Date('2026-11-23T09:02:00.000Z'),
  ...(operation === 'dispute_transaction' ? { transaction: CHARGE } : {}),
});

type Row = readonly [what: string, sentence: string, told: readonly string[]];

function listChanges(operation: ChangeOperation): readonly Row[] {
  const { done, undone, passive } = TOLD[operation];
  const pending = pendingOf(operation);
  return [
    [`${operation} asked`, phraseQuestion(pending), ['4211', 'Shall I go ahead, yes or no?']],
    [`${operation} done`, phraseDone(doneOf(operation)), ['4211', done]],
    [`${operation} registered`, phraseDone(doneOf(operation, { delivery: 'pending' })), [NAME, 'registered', passive]],
    [`${operation} refused`, phraseDone(doneOf(operation, { delivery: 'refused' })), [NAME, 'did not accept', passive]],
    [`${operation} undone since`, phraseDone(doneOf(operation, { changedSince: true })), [NAME, 'is active now']],
    [
      `${operation} already done`,
      phraseAlreadyDone(operation, [CARD]),
      [NAME, operation === 'unblock_card' ? 'is not blocked' : 'already'],
    ],
    [`${operation} declined`, phraseDeclined(pending), [NAME, undone]],
    [`${operation} too late`, phraseLapsed(pending), [NAME, undone, 'too late']],
    [`${operation} given up`, `${phraseGivenUp(pending)} ${HANDOVER}`, [NAME, undone, 'the number on the back']],
    [`${operation} not applicable`, phraseNotApplicable(operation, CARD), [NAME, 'is active', passive]],
    [`${operation} unknown`, phraseUnknown(pending), [NAME, 'cannot tell', passive, 'ask me again']],
  ];
}

const CHANGES = CHANGE_OPERATIONS.flatMap(listChanges);

const ALREADY_DISPUTED =
  toProposalResult('dispute_transaction', { status: 'already_disputed', card: CARD, disputeReference: 'D-4711' }).say ??
  '';

const READINGS: readonly Row[] = [
  ['cards', phraseCards([CARD, OTHER]), [`${NAME}, which is active`, 'Mastercard ending in 8805, which is blocked']],
  ['no cards', phraseCards([]), ['no credit cards']],
  [
    'a balance and a limit',
    phraseBalance(CARD, {
      balance: { amountCents: 31_245, currency: 'USD' },
      limit: { amountCents: 500_000, currency: 'USD' },
    }),
    [NAME, '$312.45 to pay', 'limit of $5,000'],
  ],
  ['transactions', phraseTransactions(CARD, [CHARGE]), [NAME, '$42.10 at Acme Shoes on November 20']],
  ['no transactions', phraseTransactions(CARD, []), [NAME, 'no transactions']],
  ['a replacement ordered', phraseReplacement(CARD, ORDERED), [NAME, 'ordered on November 23', 'by November 30']],
  ['a replacement sent', phraseReplacement(CARD, { ...ORDERED, state: 'shipped' }), ['is on its way', 'November 30']],
  ['a replacement there', phraseReplacement(CARD, { ...ORDERED, state: 'delivered' }), [NAME, 'has been delivered']],
  ['no replacement', phraseNoReplacement(), ['No new card is on order']],
  ['a charge disputed already', ALREADY_DISPUTED, [NAME, 'already', 'D-4711']],
  ['a turn that others have replaced', phraseSuperseded(), ['heard more from you']],
  ['a person', HANDOVER, ['A colleague', 'the number on the back of your card']],
];

const MOST_WORDS = 30;

const toSentences = (text: string): readonly string[] => text.split(/(?<=[.!?])\s+/);

describe('what a caller hears of an operation', () => {
  it.each([...CHANGES, ...READINGS])('should be short and say what matters: %s', (_what, spoken, told) => {
    const sentences = toSentences(spoken);
    const statements = sentences.filter((sentence) => !sentence.endsWith('?'));
    expect(statements.length).toBeLessThanOrEqual(2);
    // What the caller is asked in the end gives them the word; it is no part of the result.
    expect(sentences.slice(statements.length).every((sentence) => sentence.endsWith('?'))).toBe(true);
    expect(sentences.length - statements.length).toBeLessThanOrEqual(1);
    for (const sentence of sentences) expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(MOST_WORDS);
    for (const words of told) expect(spoken).toContain(words);
  });

  it('should never say of what is not certain that it was done', () => {
    const uncertain = CHANGES.filter(([what]) => /unknown|registered|refused|too late|given up|declined/.test(what));
    for (const [what, spoken] of uncertain) {
      const operation = CHANGE_OPERATIONS.find((name) => what.startsWith(`${name} `)) ?? 'block_card';
      expect([what, spoken.includes(TOLD[operation].done)]).toEqual([what, false]);
    }
  });
});
