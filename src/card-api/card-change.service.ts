import { Injectable } from '@nestjs/common';
import { type CarryOutOutcome, type ProposeOutcome } from '../credit-card/credit-card.outcomes';
import { CreditCardService } from '../credit-card/credit-card.service';
import { type ChangeRequest } from '../credit-card/proposal.service';
import { CardApiContexts, type ChangeTurns, type Origin } from './card-api-contexts';
import { ChangeLapsedError, ChangeUnknownError, StepUpRequiredError } from './card-api-error';
import { type CardReplyDto } from './dto/card-reply.dto';
import { toCardReply } from './to-card-reply';

export type WantedChange = Omit<ChangeRequest, 'context'>;

/** A request that changes something, with the id that all attempts at it share. */
export interface ChangeOrigin extends Origin {
  readonly requestId: string;
}

type Settled = Exclude<CarryOutOutcome | ProposeOutcome, { readonly status: 'proposed' }>;

/**
 * Carries out what a service asks for. The request with its key is its own confirmation, so both turns of a change are
 * taken at once; an attempt that follows a crash finds what the earlier one left behind, and never acts a second time.
 */
@Injectable()
export class CardChangeService {
  constructor(
    private readonly contexts: CardApiContexts,
    private readonly creditCards: CreditCardService,
  ) {}

  /** @throws StepUpRequiredError, ChangeUnknownError, ChangeLapsedError */
  async change(origin: ChangeOrigin, wanted: WantedChange): Promise<CardReplyDto> {
    const turns = await this.contexts.forChange(origin, origin.requestId);
    const outcome = (await this.repeat(turns)) ?? (await this.act(turns, wanted));
    switch (outcome.status) {
      case 'denied':
        throw new StepUpRequiredError(outcome.nextStep);
      case 'unknown':
        throw new ChangeUnknownError('The store did not answer when the change was to be committed.');
      case 'lapsed':
      case 'superseded':
        throw new ChangeLapsedError('The proposal lapsed before it was carried out.');
      default:
        return toCardReply(outcome);
    }
  }

  /** What an earlier attempt at this very request has done, of which its sender may never have heard. */
  private async repeat({ confirming }: ChangeTurns): Promise<Settled | undefined> {
    const standing = await this.creditCards.findQuestion(confirming, 0);
    if (standing?.status !== 'confirmed') return undefined;
    return this.creditCards.carryOut({ context: confirming, pendingAction: standing.pendingAction });
  }

  private async act({ proposing, confirming }: ChangeTurns, wanted: WantedChange): Promise<Settled> {
    const outcome = await this.creditCards.propose({ ...wanted, context: proposing });
    // An attempt that was taken for dead may have acted since we looked.
    if (outcome.status !== 'proposed') return (await this.repeat({ proposing, confirming })) ?? outcome;
    return this.creditCards.carryOut({ context: confirming, pendingAction: outcome.pendingAction });
  }
}
