import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { type CallContext } from '../common/call-context';
import { Clock } from '../common/clock';
import { type CardOperation, type OpenOperation } from '../common/operation';
import { DatabaseError } from '../database/database-error';
import { CardEnquiryService, type CardQuestion } from './card-enquiry.service';
import { CardPolicy } from './card-policy';
import { CardSystem } from './card-system/card-system';
import { OutboxRelay } from './card-system/outbox/outbox-relay';
import {
  type BalanceOutcome,
  type CarryOutOutcome,
  type CommitOutcome,
  type DeniedOutcome,
  type ListCardsOutcome,
  type ProposeOutcome,
  type QuestionStanding,
  type ReplacementOutcome,
  type SettledQuestion,
  type TransactionsOutcome,
} from './credit-card.outcomes';
import { type PendingAction } from './credit-card.types';
import { nameEvent } from './name-event';
import { ConfirmationRepository } from './persistence/confirmation.repository';
import { ProposalRepository, type WithdrawalReason } from './persistence/proposal.repository';
import { type Answering, QuestionRepository, type StoredQuestion } from './persistence/question.repository';
import { type ChangeRequest, ProposalService } from './proposal.service';
import { isOver, toSettled, toStanding } from './read-standing';

export interface PendingActionReference {
  readonly context: CallContext;
  readonly pendingAction: Pick<PendingAction, 'id' | 'operation'>;
}

export interface AnswerReference extends PendingActionReference {
  /** Of the request that brought the answer. */
  readonly signal: AbortSignal;
}

/**
 * What a caller can do with cards. Expected refusals are outcomes; every method throws DatabaseError when the store
 * is unavailable, and then nothing may be said about the card's state.
 */
@Injectable()
export class CreditCardService {
  private readonly logger = new Logger(CreditCardService.name);

  constructor(
    private readonly policy: CardPolicy,
    private readonly enquiries: CardEnquiryService,
    private readonly proposing: ProposalService,
    private readonly proposals: ProposalRepository,
    private readonly questions: QuestionRepository,
    private readonly confirmations: ConfirmationRepository,
    private readonly cardSystem: CardSystem,
    private readonly relay: OutboxRelay,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  listCards(context: CallContext): Promise<ListCardsOutcome> {
    return this.enquiries.listCards(context);
  }

  getBalance(question: CardQuestion): Promise<BalanceOutcome> {
    return this.enquiries.getBalance(question);
  }

  listTransactions(question: CardQuestion): Promise<TransactionsOutcome> {
    return this.enquiries.listTransactions(question);
  }

  getReplacementStatus(question: CardQuestion): Promise<ReplacementOutcome> {
    return this.enquiries.getReplacementStatus(question);
  }

  /**
   * Asks nothing and changes nothing yet: it stores what the caller would have to say yes to, for two minutes. The
   * same turn asked again gets the same proposal; another one in the conversation withdraws those before it.
   */
  propose(request: ChangeRequest): Promise<ProposeOutcome> {
    return this.proposing.propose(request);
  }

  /** Takes back what a turn proposed whose question nobody will hear. */
  async discard(context: CallContext): Promise<void> {
    await this.proposals.discard(context, this.clock.now());
  }

  /** What a caller lacks for what concerns no card; `undefined` when they may have it. A denial is recorded. */
  async findDenial(operation: OpenOperation, context: CallContext): Promise<DeniedOutcome | undefined> {
    const { caller } = context;
    if (this.policy.isOpenTo(operation, caller.level)) return undefined;
    const nextStep = caller.phoneNumber === undefined ? 'identify' : 'verify';
    const event = nameEvent(operation, 'reading');
    await this.audit.record({ context, event, decision: 'denied', reason: nextStep });
    return { status: 'denied', nextStep };
  }

  /** Whether the last four digits of a card can be a proof for this. */
  asksForLastFour(operation: CardOperation): boolean {
    return this.policy.asksForLastFour(operation);
  }

  /** Notes that the caller is handed over to a person. */
  async handOver(context: CallContext, reason: string): Promise<void> {
    await this.audit.record({ context, event: 'human-handover', decision: 'allowed', reason });
  }

  /**
   * The question that this conversation was asked last, if what the caller says now can be an answer to it.
   *
   * @param heardTurns the user turns whose answers the caller is known to have heard: those with words of the
   * assistant after them. A result that nobody heard is told again.
   */
  async findQuestion(context: CallContext, heardTurns: number): Promise<QuestionStanding | undefined> {
    const question = await this.findNewest(context);
    if (question === undefined || isOver(question, context, this.clock.now())) return undefined;
    return toStanding(question, context, heardTurns);
  }

  /** The question that this conversation was asked last, once it is settled. What was said before is dealt with then. */
  async findSettledQuestion(context: CallContext): Promise<SettledQuestion | undefined> {
    const question = await this.findNewest(context);
    return question === undefined ? undefined : toSettled(question);
  }

  /**
   * Who only claims a number and repeats the words of its owner's call is not who was asked: that caller neither hears
   * of the card in question nor answers for its owner. A caller who was vouched for is told what proof has run out.
   */
  private async findNewest(context: CallContext): Promise<StoredQuestion | undefined> {
    const { level, phoneNumber } = context.caller;
    if (phoneNumber === undefined) return undefined;
    const question = await this.questions.findNewest({ context, phoneNumber, now: this.clock.now() });
    if (question === undefined || level !== 'claimed') return question;
    const { pendingAction, lastFourGiven } = question;
    const { status } = this.policy.authorise(pendingAction.operation, context, lastFourGiven);
    return status === 'allowed' ? question : undefined;
  }

  /**
   * To be called as soon as an answer was read: a yes of words that these replaced can then no longer act.
   *
   * @throws the signal's reason when the request was given up.
   */
  async noteAnswer(reference: AnswerReference): Promise<void> {
    const answering = this.toAnswering(reference);
    if (answering !== undefined) await this.questions.noteAnswer(answering);
  }

  /**
   * @returns whether the proposal still waits for an answer, so that the question makes sense.
   * @throws the signal's reason when the request was given up.
   */
  async askAgain(reference: AnswerReference): Promise<boolean> {
    const answering = this.toAnswering(reference);
    return answering !== undefined && this.questions.askAgain(answering);
  }

  /** After a yes whose caller hung up before it could act. */
  async abandon({ context, pendingAction }: PendingActionReference): Promise<void> {
    const event = nameEvent(pendingAction.operation, 'confirmation');
    await this.audit.record({ context, event, decision: 'denied', reason: 'caller_left' });
  }

  /**
   * To be called only after the caller's own yes. However often it is called for one proposal, it is done once: so a
   * store that fails is asked once more, and when it fails again the outcome is unknown and said to be so.
   */
  async carryOut(reference: PendingActionReference): Promise<CarryOutOutcome> {
    try {
      const outcome = await this.confirm(reference).catch((error: unknown) => {
        if (error instanceof DatabaseError) return this.confirm(reference);
        throw error;
      });
      if (outcome.status !== 'done') return outcome;
      return { ...outcome, delivery: await this.relay.settle(outcome.actionId) };
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      this.logger.error({ err: error }, 'The outcome of a confirmation is unknown');
      return { status: 'unknown' };
    }
  }

  private confirm({ context, pendingAction }: PendingActionReference): Promise<CommitOutcome> {
    const { phoneNumber } = context.caller;
    if (phoneNumber === undefined) return Promise.resolve({ status: 'lapsed' });
    return this.confirmations.confirm({
      context,
      phoneNumber,
      pendingActionId: pendingAction.id,
      operation: pendingAction.operation,
      authorise: ({ last_four_given: lastFourGiven }) => {
        const authorised = this.policy.authorise(pendingAction.operation, context, lastFourGiven === 1);
        return authorised.status === 'denied' ? authorised : undefined;
      },
      hasOutsideSystem: this.cardSystem.kind !== 'ledger',
      now: this.clock.now(),
    });
  }

  /** After the caller's no, another wish, or words that could not be understood. */
  async withdraw({ context, pendingAction }: PendingActionReference, reason: WithdrawalReason): Promise<void> {
    const { phoneNumber } = context.caller;
    if (phoneNumber === undefined) return;
    const pendingActionId = pendingAction.id;
    await this.proposals.withdraw({ context, phoneNumber, pendingActionId, reason, now: this.clock.now() });
  }

  private toAnswering({ context, pendingAction, signal }: AnswerReference): Answering | undefined {
    const { phoneNumber } = context.caller;
    if (phoneNumber === undefined) return undefined;
    return { context, phoneNumber, pendingActionId: pendingAction.id, signal, now: this.clock.now() };
  }
}
