import { Injectable } from '@nestjs/common';
import { type DeniedOutcome } from '../../credit-card/credit-card.outcomes';
import { CreditCardService } from '../../credit-card/credit-card.service';
import { phraseDenied } from './credit-card/phrase-refusals';
import { type Tool, type ToolContext, type ToolResult } from './tool';

/** Leads a caller whom the policy refused to what the policy asks for. */
@Injectable()
export class StepUp {
  constructor(private readonly creditCards: CreditCardService) {}

  /** The next step for a tool that concerns no card, when the caller may not have it yet. */
  findDenial({ openOperation }: Tool, { card: context }: ToolContext): DeniedOutcome['nextStep'] | undefined {
    if (openOperation === undefined || this.creditCards.isOpenTo(openOperation, context)) return undefined;
    return context.caller.phoneNumber === undefined ? 'identify' : 'verify';
  }

  /** Words a refusal as the step that would lift it. */
  answer(nextStep: DeniedOutcome['nextStep']): ToolResult {
    return { status: 'denied', output: { next_step: nextStep }, say: phraseDenied({ nextStep }) };
  }
}
