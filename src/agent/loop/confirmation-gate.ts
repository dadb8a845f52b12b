import { Injectable } from '@nestjs/common';
import { type Answer, readAnswer } from '../../conversation/read-answer';
import { type CallContext } from '../../common/call-context';
import { CreditCardService } from '../../credit-card/credit-card.service';
import { type CarryOutOutcome, type PendingAction } from '../../credit-card/credit-card.types';
import { type ToolAction } from '../agent-event';
import {
  phraseBlocked,
  phraseLapsed,
  phraseNotApplicable,
  phraseNotBlocked,
  toPublicCard,
} from '../tools/credit-card/phrase-cards';
import { type TurnReading } from './read-turn';

/** What the server itself did and says; the model has no part in it. */
export interface Decision {
  readonly action: ToolAction;
  readonly say: string;
}

interface OpenQuestion {
  readonly context: CallContext;
  readonly pendingAction: PendingAction;
}

/**
 * Stands before the model. While a proposal waits for the caller's yes, the server reads the caller's own last words
 * and acts on them; everything that is neither a yes nor a no is left to the model.
 */
@Injectable()
export class ConfirmationGate {
  constructor(private readonly creditCards: CreditCardService) {}

  async decide({ context, query }: TurnReading): Promise<Decision | undefined> {
    if (query === undefined || context.userTurn < 2) return undefined;
    const pendingAction = await this.creditCards.findOpenProposal(context);
    if (pendingAction === undefined) return undefined;
    return this.actOn(readAnswer(query, pendingAction.card), { context, pendingAction });
  }

  private async actOn(answer: Answer, question: OpenQuestion): Promise<Decision | undefined> {
    switch (answer) {
      case 'yes':
        return this.carryOut(question);
      case 'no':
        await this.withdraw(question);
        return toDecision('withdrawn', question.pendingAction, phraseNotBlocked(question.pendingAction.card));
      case 'changed':
        await this.withdraw(question);
        return undefined;
      case 'unclear':
        return undefined;
    }
  }

  private withdraw({ context, pendingAction }: OpenQuestion): Promise<void> {
    return this.creditCards.withdraw({ context, pendingActionId: pendingAction.id });
  }

  private async carryOut({ context, pendingAction }: OpenQuestion): Promise<Decision> {
    const outcome = await this.creditCards.carryOut({ context, pendingActionId: pendingAction.id });
    return toDecision(outcome.status, { ...pendingAction, ...outcome }, phraseOutcome(outcome, pendingAction));
  }
}

function phraseOutcome(outcome: CarryOutOutcome, pendingAction: PendingAction): string {
  switch (outcome.status) {
    case 'done':
      return phraseBlocked(outcome.card);
    case 'lapsed':
      return phraseLapsed(pendingAction.card);
    case 'not_applicable':
      return phraseNotApplicable(outcome.card);
  }
}

interface DecisionSubject extends Pick<PendingAction, 'operation' | 'card'> {
  readonly actionId?: string;
}

function toDecision(status: string, { operation, card, actionId }: DecisionSubject, say: string): Decision {
  const result = { card: toPublicCard(card), ...(actionId === undefined ? {} : { action_id: actionId }) };
  return { action: { tool: operation, status, result }, say };
}
