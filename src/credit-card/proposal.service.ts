import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { type CallContext } from '../common/call-context';
import { Clock } from '../common/clock';
import { type ChangeOperation } from '../common/operation';
import { CardPolicy } from './card-policy';
import { type CardChoice, chooseCard, provesLastFour } from './choose-card';
import { chooseTransaction } from './choose-transaction';
import { type ProposeOutcome } from './credit-card.outcomes';
import {
  type Card,
  type CardDescription,
  type CardTransaction,
  type ReplacementReason,
  type TransactionDescription,
} from './credit-card.types';
import { nameEvent } from './name-event';
import { CardRepository } from './persistence/card.repository';
import { DisputeRepository } from './persistence/dispute.repository';
import { ProposalRepository } from './persistence/proposal.repository';
import { ReplacementRepository } from './persistence/replacement.repository';
import { isApplicable } from './transitions';

export interface ChangeRequest extends CardDescription {
  readonly context: CallContext;
  readonly operation: ChangeOperation;
  readonly reason?: ReplacementReason;
  readonly transaction?: TransactionDescription;
}

/** What exactly is to be done, once everything that was left open is known. */
type Subject =
  | { readonly status: 'chosen'; readonly card: Card; readonly transaction?: CardTransaction }
  | Exclude<ProposeOutcome, { readonly status: 'proposed' | 'denied' }>;

/** Turns a request into the one proposal that the caller can say yes to, or into the reason why there is none. */
@Injectable()
export class ProposalService {
  constructor(
    private readonly policy: CardPolicy,
    private readonly cards: CardRepository,
    private readonly replacements: ReplacementRepository,
    private readonly disputes: DisputeRepository,
    private readonly proposals: ProposalRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async propose(request: ChangeRequest): Promise<ProposeOutcome> {
    const { context, operation, lastFour, reason } = request;
    const { phoneNumber } = context.caller;
    const cards = phoneNumber === undefined ? [] : await this.cards.findByPhoneNumber(phoneNumber);
    const authorised = this.policy.authorise(operation, context, provesLastFour(cards, lastFour));
    if (authorised.status === 'denied') {
      await this.recordDenial(request, authorised.nextStep, undefined);
      return authorised;
    }
    const subject = await this.findSubject(this.selectVisible(cards, request), request);
    if (subject.status !== 'chosen') {
      await this.recordDenial(request, subject.status, cards[0]?.customerId);
      return subject;
    }
    const { card, transaction } = subject;
    const pendingAction = await this.proposals.store({
      context,
      phoneNumber: authorised.phoneNumber,
      operation,
      card,
      reason,
      transaction,
      lastFourGiven: lastFour !== undefined,
      now: this.clock.now(),
    });
    // The card changed since it was read: what can be said now depends on what it became.
    return pendingAction === undefined ? this.propose(request) : { status: 'proposed', pendingAction };
  }

  /** A caller who may not see the cards learns of none but the one whose digits they gave. */
  private selectVisible(cards: readonly Card[], { context, lastFour }: ChangeRequest): readonly Card[] {
    if (lastFour === undefined || this.policy.authorise('list_cards', context, false).status === 'allowed')
      return cards;
    return cards.filter((card) => card.lastFour === lastFour);
  }

  private async findSubject(cards: readonly Card[], request: ChangeRequest): Promise<Subject> {
    if (request.operation === 'dispute_transaction') return this.findTransaction(cards, request);
    const choice = chooseCard(cards, request, request.operation);
    return request.operation === 'replace_card' && choice.status === 'chosen'
      ? this.refuseSecondReplacement(choice)
      : choice;
  }

  private async refuseSecondReplacement({ card }: Extract<CardChoice, { status: 'chosen' }>): Promise<Subject> {
    const [newest] = await this.replacements.findNewest([card]);
    if (newest === undefined || newest.replacement.state === 'delivered') return { status: 'chosen', card };
    return { status: 'already_ordered', ...newest };
  }

  /** A caller who names a shop and an amount need not know which card it was. */
  private async findTransaction(cards: readonly Card[], request: ChangeRequest): Promise<Subject> {
    const meant = cards.filter(
      (card) =>
        isApplicable('dispute_transaction', card.state) &&
        (request.lastFour === undefined || card.lastFour === request.lastFour) &&
        (request.network === undefined || card.network === request.network),
    );
    if (meant.length === 0) return { status: 'no_such_card', cards };
    const choice = chooseTransaction(await this.cards.readTransactions(meant), request.transaction ?? {});
    if (choice.status !== 'chosen') return choice;
    const { transaction } = choice;
    const card = meant.find(({ id }) => id === transaction.cardId);
    if (card === undefined) return { status: 'no_such_card', cards };
    const disputeReference = await this.disputes.findReference(transaction.id);
    return disputeReference === undefined
      ? { status: 'chosen', card, transaction }
      : { status: 'already_disputed', card, disputeReference };
  }

  private async recordDenial(request: ChangeRequest, reason: string, customerId: string | undefined): Promise<void> {
    const { context, operation } = request;
    await this.audit.record({
      context,
      event: nameEvent(operation, 'proposal'),
      decision: 'denied',
      reason,
      customerId,
    });
  }
}
