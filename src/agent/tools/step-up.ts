import { Injectable } from '@nestjs/common';
import { type CallContext } from '../../common/call-context';
import { type DeniedOutcome } from '../../credit-card/credit-card.outcomes';
import { CreditCardService } from '../../credit-card/credit-card.service';
import { IdentityService } from '../../identity/identity.service';
import { type RequestPasscodeOutcome } from '../../identity/identity.types';
import { phraseDenied } from './credit-card/phrase-refusals';
import { type RefusedCall, RefusedCalls } from './refused-calls';
import { type Tool, type ToolContext, type ToolResult } from './tool';
import { HANDOVER } from './transfer-to-human.tool';

/** Leads a caller whom the policy refused to what the policy asks for. */
@Injectable()
export class StepUp {
  constructor(
    private readonly creditCards: CreditCardService,
    private readonly identity: IdentityService,
  ) {}

  /** The next step for a tool that concerns no card, when the caller may not have it yet. */
  async findDenial(
    { openOperation }: Tool,
    { card: context }: ToolContext,
  ): Promise<DeniedOutcome['nextStep'] | undefined> {
    if (openOperation === undefined) return undefined;
    return (await this.creditCards.findDenial(openOperation, context))?.nextStep;
  }

  /** Takes back what a tool may have proposed whose question the caller will not hear. */
  async forgetQuestion(context: CallContext): Promise<void> {
    await this.creditCards.discard(context);
  }

  /**
   * Words a refusal as the step that would lift it, and takes that step where the server can: it sends a passcode, and
   * keeps the refused call for the moment when the caller has read it out.
   *
   * @param call absent when a passcode was asked for on its own.
   */
  async answer(
    nextStep: DeniedOutcome['nextStep'],
    { card: context }: ToolContext,
    call?: RefusedCall,
  ): Promise<ToolResult> {
    if (nextStep !== 'verify') return toResult(nextStep, phraseDenied(nextStep));
    const resume = call === undefined ? {} : { resume: RefusedCalls.write(call) };
    const outcome = await this.identity.requestPasscode({ context, ...resume });
    if (outcome.status === 'no_number') return toResult('identify', phraseDenied('identify'));
    return toResult(nextStep, phrasePasscode(outcome), outcome.status);
  }
}

function toResult(nextStep: DeniedOutcome['nextStep'], say: string, passcode?: string): ToolResult {
  return {
    status: 'denied',
    output: { next_step: nextStep, ...(passcode === undefined ? {} : { passcode }) },
    say,
  };
}

/** Says the same whether or not anybody has the number. */
function phrasePasscode(outcome: Exclude<RequestPasscodeOutcome, { status: 'no_number' }>): string {
  switch (outcome.status) {
    case 'sent':
      return (
        `For that I have to be sure that it is you. I have sent a code to the phone number ` +
        `ending in ${outcome.maskedNumber.slice(-2)}. Please read me its six digits.`
      );
    case 'resend_limited':
      return outcome.earlierCodeOpen
        ? 'I have sent you a code already. Please read me its six digits.'
        : `I cannot send another code for some minutes. ${HANDOVER}`;
    case 'locked':
      return `For your safety I cannot check codes for this number at the moment. ${HANDOVER}`;
  }
}
