import { Injectable } from '@nestjs/common';
import { type JsonObject } from '../../common/json';
import { readDigitRuns } from '../../conversation/read-digits';
import { CreditCardService } from '../../credit-card/credit-card.service';
import { IdentityService } from '../../identity/identity.service';
import { type Tool, type ToolContext, type ToolResult } from './tool';
import { HANDOVER } from './transfer-to-human.tool';

const LOCKED: ToolResult = {
  status: 'denied',
  output: { next_step: 'human' },
  say: `For your safety I cannot look for cards of that number at the moment. ${HANDOVER}`,
};

interface GuardedCall {
  readonly tool: Tool;
  readonly input: JsonObject;
  readonly context: ToolContext;
}

/**
 * Where a number is only claimed, the last four digits of a card are a proof. So they count only when the caller said
 * them, and only a few times: nobody finds them by trying, and no model by making them up.
 */
@Injectable()
export class LastFourGuard {
  constructor(
    private readonly identity: IdentityService,
    private readonly creditCards: CreditCardService,
  ) {}

  /** Runs a tool with digits that may be used as a proof, or refuses to. */
  async run(
    { tool, input, context: { card: context, userTexts } }: GuardedCall,
    run: (input: JsonObject) => Promise<ToolResult>,
  ): Promise<ToolResult> {
    const { last_four: lastFour, ...rest } = input;
    if (context.caller.level !== 'claimed' || typeof lastFour !== 'string') return run(input);
    if (!wasSaid(lastFour, userTexts)) return run(rest);
    // Where digits prove nothing they are not looked at, so there is no guess to count, and none to forgive.
    if (tool.cardOperation === undefined || !this.creditCards.asksForLastFour(tool.cardOperation)) return run(input);
    const guess = { context, kind: 'last-four', guess: lastFour } as const;
    const admission = await this.identity.admitGuess(guess);
    if (admission.status === 'locked') return LOCKED;
    const result = await run(input);
    if (result.deniedFor === undefined) await this.identity.forgiveGuess(guess);
    return result;
  }
}

function wasSaid(lastFour: string, userTexts: readonly string[]): boolean {
  return userTexts.some((text) => readDigitRuns(text).some((digits) => digits.endsWith(lastFour)));
}
