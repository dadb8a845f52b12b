import { Injectable } from '@nestjs/common';
import { type CallContext } from '../common/call-context';
import { Clock } from '../common/clock';
import { type CardOperation } from '../common/operation';
import { chooseCard, provesLastFour } from './choose-card';
import {
  type CardDescription,
  type CarryOutOutcome,
  type DeniedOutcome,
  type ListCardsOutcome,
  type PendingAction,
  type ProposeBlockOutcome,
} from './credit-card.types';
import { CardRepository } from './persistence/card.repository';
import { ConfirmationRepository } from './persistence/confirmation.repository';
import { ProposalRepository, type StoredProposal } from './persistence/proposal.repository';
import { decide, DEFAULT_POLICY } from './policy';

interface ProposeBlockRequest extends CardDescription {
  readonly context: CallContext;
}

interface PendingActionReference {
  readonly context: CallContext;
  readonly pendingActionId: string;
}

/**
 * What a caller can do with cards. Expected refusals are outcomes; every method throws DatabaseError when the store
 * is unavailable, and then nothing may be said about the card's state.
 */
@Injectable()
export class CreditCardService {
  constructor(
    private readonly cards: CardRepository,
    private readonly proposals: ProposalRepository,
    private readonly confirmations: ConfirmationRepository,
    private readonly clock: Clock,
  ) {}

  async listCards(context: CallContext): Promise<ListCardsOutcome> {
    const decision = decide(DEFAULT_POLICY, {
      operation: 'list_cards',
      level: callerLevel(context),
      lastFourProven: false,
    });
    const { phoneNumber } = context.caller;
    if (decision === 'allowed' && phoneNumber !== undefined) {
      return { status: 'listed', cards: await this.cards.findByPhoneNumber(phoneNumber) };
    }
    return this.deny(context, 'list_cards', decision === 'allowed' ? 'identify' : decision);
  }

  /**
   * Asks nothing and changes nothing yet: it stores what the caller would have to say yes to, for two minutes. The
   * same turn asked again gets the same proposal; another one in the conversation withdraws those before it.
   */
  async proposeBlock({ context, lastFour, network }: ProposeBlockRequest): Promise<ProposeBlockOutcome> {
    const { phoneNumber } = context.caller;
    if (phoneNumber === undefined) return this.deny(context, 'block_card', 'identify');
    const cards = await this.cards.findByPhoneNumber(phoneNumber);
    const decision = decide(DEFAULT_POLICY, {
      operation: 'block_card',
      level: callerLevel(context),
      lastFourProven: provesLastFour(cards, lastFour),
    });
    if (decision !== 'allowed') return this.deny(context, 'block_card', decision);
    const choice = chooseCard(cards, { lastFour, network });
    if (choice.status === 'no_such_card') {
      await this.cards.recordDenial({
        context,
        event: 'block-proposal',
        reason: 'no_such_card',
        customerId: cards[0]?.customerId,
      });
    }
    if (choice.status !== 'chosen') return choice;
    const lastFourGiven = lastFour !== undefined;
    const pendingAction = await this.proposals.store({
      context,
      phoneNumber,
      card: choice.card,
      lastFourGiven,
      now: this.clock.now(),
    });
    // The card changed since it was read: what can be said now depends on what it became.
    if (pendingAction === undefined) return this.proposeBlock({ context, lastFour, network });
    return { status: 'proposed', pendingAction };
  }

  /**
   * The proposal that a yes in this turn would confirm: the one of the caller's turn just before, if it is open, or
   * the one that this same turn, sent before, has confirmed already.
   */
  async findOpenProposal(context: CallContext): Promise<PendingAction | undefined> {
    const { phoneNumber } = context.caller;
    if (phoneNumber === undefined) return undefined;
    const proposal = await this.proposals.findNewest(context, phoneNumber);
    if (proposal === undefined || !this.isConfirmable(proposal, context)) return undefined;
    return proposal.pendingAction;
  }

  /** To be called only after the caller's own yes. However often it is called for one proposal, the card is blocked once. */
  async carryOut({ context, pendingActionId }: PendingActionReference): Promise<CarryOutOutcome> {
    const { phoneNumber } = context.caller;
    if (phoneNumber === undefined) return { status: 'lapsed' };
    const lastFourRequired = !mayConfirm(context, false);
    return this.confirmations.confirm({
      context,
      phoneNumber,
      pendingActionId,
      lastFourRequired,
      now: this.clock.now(),
    });
  }

  /** After the caller's no. */
  async withdraw({ context, pendingActionId }: PendingActionReference): Promise<void> {
    const { phoneNumber } = context.caller;
    if (phoneNumber === undefined) return;
    await this.proposals.withdraw({ context, phoneNumber, pendingActionId, now: this.clock.now() });
  }

  private isConfirmable(proposal: StoredProposal, context: CallContext): boolean {
    if (proposal.withdrawn || !mayConfirm(context, proposal.lastFourGiven)) return false;
    const { confirmedBy, pendingAction, userTurn } = proposal;
    // A yes belongs to what was asked just before it; after any other exchange the question has to be asked anew.
    if (confirmedBy === undefined)
      return userTurn === context.userTurn - 1 && pendingAction.expiresAt > this.clock.now();
    return confirmedBy.conversationKey === context.conversationKey && confirmedBy.userTurn === context.userTurn;
  }

  private async deny(
    context: CallContext,
    operation: CardOperation,
    nextStep: DeniedOutcome['nextStep'],
  ): Promise<DeniedOutcome> {
    const event = operation === 'list_cards' ? 'cards-listing' : 'block-proposal';
    await this.cards.recordDenial({ context, event, reason: nextStep });
    return { status: 'denied', nextStep };
  }
}

/** A level without a number would be a mistake of the edge; it grants nothing. */
function callerLevel({ caller }: CallContext): CallContext['caller']['level'] {
  return caller.phoneNumber === undefined ? 'unknown' : caller.level;
}

function mayConfirm(context: CallContext, lastFourGiven: boolean): boolean {
  const level = callerLevel(context);
  return decide(DEFAULT_POLICY, { operation: 'block_card', level, lastFourProven: lastFourGiven }) === 'allowed';
}
