import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type CallContext } from '../../common/call-context';
import { type JsonObject } from '../../common/json';
import { AppConfig } from '../../config/app-config';
import { type Answer } from '../../conversation/read-answer';
import { type CarryOutOutcome, type DeniedOutcome } from '../../credit-card/credit-card.outcomes';
import { CreditCardService } from '../../credit-card/credit-card.service';
import { type PendingAction } from '../../credit-card/credit-card.types';
import { TurnAbortedError } from '../agent-error';
import { type RefusedCall } from '../tools/refused-calls';
import { StepUp } from '../tools/step-up';
import { toPublicCard } from '../tools/credit-card/name-card';
import {
  phraseDeclined,
  phraseDone,
  phraseGivenUp,
  phraseLapsed,
  phraseNotApplicable,
  phraseQuestionAgain,
  phraseSuperseded,
  phraseUnknown,
} from '../tools/credit-card/phrase-changes';
import { toPublicReplacement } from '../tools/credit-card/phrase-readings';
import { HANDOVER } from '../tools/transfer-to-human.tool';
import { type Decision } from './decision';
import { readReply } from './read-reply';
import { type TurnReading } from './read-turn';

/** After so many answers that are neither yes nor no, a person takes over. */
const MOST_MISSES = 3;

/** What the policy refused is worded by the step that would lift it. */
type SpokenOutcome = Exclude<CarryOutOutcome, DeniedOutcome>;

interface OpenQuestion {
  readonly reading: TurnReading;
  readonly context: CallContext;
  readonly pendingAction: PendingAction;
  readonly misses: number;
  readonly signal: AbortSignal;
}

/**
 * Stands before the model. While a proposal waits for the caller's yes, the server reads all of the caller's own words
 * since it asked, since a yes may be taken back in the next breath, and acts on them.
 */
@Injectable()
export class ConfirmationGate {
  constructor(
    private readonly creditCards: CreditCardService,
    private readonly stepUp: StepUp,
    @Inject(AppConfig) private readonly config: Pick<AppConfig, 'confirmationSettleMs'>,
  ) {}

  /** @throws TurnAbortedError when the caller hung up before the answer counted. */
  async decide(reading: TurnReading, signal: AbortSignal): Promise<Decision | undefined> {
    const { context, query, heardTurns } = reading;
    if (query === undefined || context.userTurn < 2) return undefined;
    const standing = await this.creditCards.findQuestion(context, heardTurns);
    if (standing === undefined) return undefined;
    const { pendingAction } = standing;
    if (standing.status === 'confirmed') return this.carryOut(reading, pendingAction);
    const answer = readReply(reading, standing);
    if (standing.status === 'withdrawn') return describeWithdrawal(answer, pendingAction);
    return this.actOn(answer, { reading, context, signal, pendingAction, misses: standing.misses });
  }

  private async actOn(answer: Answer, question: OpenQuestion): Promise<Decision | undefined> {
    const { pendingAction } = question;
    switch (answer) {
      case 'yes':
        await this.settle(question);
        return this.carryOut(question.reading, pendingAction);
      case 'no':
        await this.creditCards.withdraw(question, 'declined');
        return describeWithdrawal(answer, pendingAction);
      case 'changed':
        await this.creditCards.withdraw(question, 'corrected');
        return undefined;
      case 'unclear':
        return this.askAgain(question);
    }
  }

  /**
   * Voice platforms send what a caller has said so far before the caller has finished, and hang up on it when more
   * comes: "yes" may be the beginning of "yes, no, wait". So a yes waits a moment before it acts.
   */
  private async settle(question: OpenQuestion): Promise<void> {
    try {
      await this.creditCards.noteAnswer(question);
      await pause(this.config.confirmationSettleMs, undefined, { signal: question.signal });
    } catch (error) {
      if (!question.signal.aborted) throw error;
      await this.creditCards.abandon(question);
      throw toAborted(error);
    }
  }

  private async askAgain(question: OpenQuestion): Promise<Decision | undefined> {
    const { context, pendingAction, misses } = question;
    if (misses + 1 >= MOST_MISSES) {
      await this.creditCards.withdraw(question, 'unclear');
      await this.creditCards.handOver(context, 'answer_unclear');
      return describeWithdrawal('unclear', pendingAction);
    }
    const isWaiting = await this.creditCards.askAgain(question).catch((error: unknown) => {
      throw question.signal.aborted ? toAborted(error) : error;
    });
    return isWaiting ? toDecision('asked_again', pendingAction, phraseQuestionAgain(pendingAction)) : undefined;
  }

  private async carryOut(reading: TurnReading, pendingAction: PendingAction): Promise<Decision> {
    const { context } = reading;
    const outcome = await this.creditCards.carryOut({ context, pendingAction });
    if (outcome.status === 'denied') return this.stepUpAgain(outcome, reading, pendingAction);
    return {
      actions: [
        { tool: pendingAction.operation, status: outcome.status, result: describeOutcome(outcome, pendingAction) },
      ],
      say: phraseOutcome(outcome, pendingAction),
    };
  }

  /** The proof of who calls has run out between the question and the yes. */
  private async stepUpAgain(
    { nextStep }: DeniedOutcome,
    { context, userTexts }: TurnReading,
    pendingAction: PendingAction,
  ): Promise<Decision> {
    const call = toRefusedCall(pendingAction);
    const { status, output, say } = await this.stepUp.answer(nextStep, { card: context, userTexts }, call);
    return {
      actions: [{ tool: pendingAction.operation, status, result: output }],
      say: say ?? phraseLapsed(pendingAction),
    };
  }
}

function toAborted(cause: unknown): TurnAbortedError {
  return new TurnAbortedError('The caller hung up before the answer counted.', { cause });
}

/** The card is known, so that the caller need not name it again after the proof. */
function toRefusedCall({ operation, card }: PendingAction): RefusedCall {
  return { name: operation, inputJson: JSON.stringify({ last_four: card.lastFour }) };
}

/** What the caller is told; after another wish the model goes on from there. */
function describeWithdrawal(answer: Answer, pendingAction: PendingAction): Decision | undefined {
  if (answer === 'changed') return undefined;
  if (answer === 'no') return toDecision('withdrawn', pendingAction, phraseDeclined(pendingAction));
  return toDecision('given_up', pendingAction, `${phraseGivenUp(pendingAction)} ${HANDOVER}`);
}

function phraseOutcome(outcome: SpokenOutcome, pendingAction: PendingAction): string {
  switch (outcome.status) {
    case 'done':
      return phraseDone(outcome);
    case 'superseded':
      return phraseSuperseded();
    case 'lapsed':
      return phraseLapsed(pendingAction);
    case 'not_applicable':
      return phraseNotApplicable(pendingAction.operation, outcome.card);
    case 'unknown':
      return phraseUnknown(pendingAction);
  }
}

function toDecision(status: string, { operation, card }: PendingAction, say: string): Decision {
  return { actions: [{ tool: operation, status, result: { card: toPublicCard(card) } }], say };
}

function describeOutcome(outcome: SpokenOutcome, { card }: PendingAction): JsonObject {
  if (outcome.status === 'not_applicable') return { card: toPublicCard(outcome.card) };
  if (outcome.status !== 'done') return { card: toPublicCard(card) };
  const { actionId, delivery, replacement, disputeReference } = outcome;
  return {
    card: toPublicCard(outcome.card),
    action_id: actionId,
    delivery,
    ...(replacement === undefined ? {} : { replacement: toPublicReplacement(replacement) }),
    ...(disputeReference === undefined ? {} : { dispute_reference: disputeReference }),
  };
}
