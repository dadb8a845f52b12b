import { Injectable } from '@nestjs/common';
import { readPasscode } from '../../conversation/read-passcode';
import { IdentityService } from '../../identity/identity.service';
import { type CheckPasscodeOutcome } from '../../identity/identity.types';
import { RefusedCalls } from '../tools/refused-calls';
import { ToolRegistry } from '../tools/tool-registry';
import { type Decision } from './decision';
import {
  phraseAmbiguousPasscode,
  phraseExpiredPasscode,
  phraseLockedPasscode,
  phraseNotTakenUp,
  phraseShortPasscode,
  phraseVerified,
  phraseWrongPasscode,
} from './phrase-passcodes';
import { type TurnReading } from './read-turn';

const TOOL = 'check_passcode';

/**
 * Stands before the model and the confirmation. While a one-time passcode is awaited, the server reads it from the
 * caller's own words and checks it; the right one takes up what was refused for want of it.
 */
@Injectable()
export class PasscodeGate {
  constructor(
    private readonly identity: IdentityService,
    private readonly tools: ToolRegistry,
  ) {}

  async decide(reading: TurnReading): Promise<Decision | undefined> {
    const { context, unmaskedQuery } = reading;
    if (unmaskedQuery === undefined || context.userTurn < 2) return undefined;
    const spoken = readPasscode(unmaskedQuery);
    if (spoken.status === 'none') return undefined;
    const open = await this.identity.findOpenPasscode(context);
    if (open === undefined) return undefined;
    if (spoken.status === 'found') {
      return open.status === 'expired'
        ? toDecision('expired', phraseExpiredPasscode())
        : this.answer(await this.identity.checkPasscode({ context, code: spoken.passcode }), reading);
    }
    // Other digits answer other questions; they are a passcode gone wrong only where one was just asked for.
    if (!/\bcode\b/i.test(reading.lastAnswer)) return undefined;
    return spoken.status === 'ambiguous'
      ? toDecision('ambiguous', phraseAmbiguousPasscode())
      : toDecision('wrong_length', phraseShortPasscode());
  }

  private async answer(outcome: CheckPasscodeOutcome, reading: TurnReading): Promise<Decision | undefined> {
    switch (outcome.status) {
      case 'verified':
        return this.takeUp(outcome, reading);
      case 'wrong':
        return toDecision('wrong', phraseWrongPasscode(outcome.triesLeft));
      case 'locked':
        return toDecision('locked', phraseLockedPasscode());
      case 'expired':
        return toDecision('expired', phraseExpiredPasscode());
      case 'none':
        return undefined;
    }
  }

  /** The refused call is run again as it was made then, by a caller who may have it now. */
  private async takeUp(
    { context, resume }: Extract<CheckPasscodeOutcome, { status: 'verified' }>,
    { userTexts }: TurnReading,
  ): Promise<Decision> {
    const verified = toDecision('verified', phraseVerified());
    const call = RefusedCalls.read(resume);
    if (call === undefined) return verified;
    const { status, output, say } = await this.tools.run({ id: 'resumed', ...call }, { card: context, userTexts });
    const actions = [...verified.actions, { tool: call.name, status, result: output }];
    if (say !== undefined) return { actions, say: `Thank you. ${say}` };
    return { actions, say: status === 'failed' ? phraseNotTakenUp() : verified.say };
  }
}

function toDecision(status: string, say: string): Decision {
  return { actions: [{ tool: TOOL, status, result: {} }], say };
}
