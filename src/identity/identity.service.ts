import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { type CallContext } from '../common/call-context';
import { Clock } from '../common/clock';
import { maskPhoneNumber } from '../common/phone-number';
import { Database } from '../database/database';
import {
  type CheckPasscodeOutcome,
  type Guess,
  type GuessAdmission,
  type Moment,
  type OpenPasscode,
  type PasscodeCheck,
  type PasscodeRequest,
  type RequestPasscodeOutcome,
} from './identity.types';
import { PasscodeDispatcher } from './passcode-dispatcher';
import { findPasscode } from './persistence/find-passcode';
import { GuessRepository } from './persistence/guess.repository';
import { PasscodeCheckRepository } from './persistence/passcode-check.repository';
import { PasscodeRequestRepository } from './persistence/passcode-request.repository';
import { VerificationRepository } from './persistence/verification.repository';
import { readPasscodeState } from './stored-passcode';
import { MAX_TRIES } from './time-limits';

/**
 * Proves who calls, with six digits sent to the number on file. Expected refusals are outcomes; every method throws
 * DatabaseError when the store is unavailable, and then the caller has proved nothing.
 */
@Injectable()
export class IdentityService {
  constructor(
    private readonly database: Database,
    private readonly verifications: VerificationRepository,
    private readonly requests: PasscodeRequestRepository,
    private readonly checks: PasscodeCheckRepository,
    private readonly guesses: GuessRepository,
    private readonly dispatcher: PasscodeDispatcher,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The context with the level `verified` when its caller gave the right code in this conversation, in an earlier turn
   * or in this very one, at most thirty minutes ago; otherwise the same context. One query, and none for a caller
   * without a number.
   */
  async establish(context: CallContext): Promise<CallContext> {
    const moment = this.toMoment(context);
    if (moment === undefined || !(await this.verifications.isVerified(moment))) return context;
    return { ...context, caller: { level: 'verified', phoneNumber: moment.phoneNumber } };
  }

  /**
   * Makes a code for the caller's number and has it sent. It lives for five minutes, and older codes of the
   * conversation end. At most three codes for a number in fifteen minutes, twenty seconds apart; none for thirty
   * minutes after the fifth wrong code. The same turn again is told `sent` again, and nothing is sent.
   *
   * The code can be given from the caller's next turn on. Nobody waits for the message: whether it arrives is not
   * known here, and for a number that nobody has there is none.
   */
  async requestPasscode({ context, resume }: PasscodeRequest): Promise<RequestPasscodeOutcome> {
    const moment = this.toMoment(context);
    if (moment === undefined) {
      await this.audit.record({ context, event: 'passcode-request', decision: 'denied', reason: 'no_number' });
      return { status: 'no_number' };
    }
    const { outcome, outgoing, customerId } = await this.requests.store({ ...moment, resume });
    if (outgoing !== undefined) this.dispatcher.dispatch({ context, customerId, passcode: outgoing });
    return outcome;
  }

  /**
   * The code that digits in the present words of the caller would answer: the newest one of the earlier turns of this
   * conversation, unless it was used or replaced. Also the one that this very turn, sent before, has answered. One
   * query; it changes nothing.
   */
  async findOpenPasscode(context: CallContext): Promise<OpenPasscode | undefined> {
    const moment = this.toMoment(context);
    const passcode = moment === undefined ? undefined : await findPasscode(this.database.queries, moment);
    if (moment === undefined || passcode === undefined) return undefined;
    const state = readPasscodeState(passcode, moment);
    if (state === 'ended') return undefined;
    return {
      status: state === 'expired' ? 'expired' : 'open',
      maskedNumber: maskPhoneNumber(moment.phoneNumber),
      expiresAt: passcode.expiresAt,
    };
  }

  /**
   * Compares the digits that the caller gave with the code that was sent. The right ones raise the caller's level for
   * this conversation, for thirty minutes, and end the code. Five wrong ones within thirty minutes, over all codes and
   * conversations of the number, lock it for thirty minutes. One turn has one outcome, which its copies get too.
   *
   * @param check the digits must be read from the caller's own words of this turn, never from a model.
   */
  async checkPasscode({ context, code }: PasscodeCheck): Promise<CheckPasscodeOutcome> {
    const moment = this.toMoment(context);
    return moment === undefined ? { status: 'none' } : this.checks.check({ ...moment, code });
  }

  /**
   * To be asked before anybody looks whether a guess is right: counts it as a failure, so that simultaneous guesses
   * cannot outrun the limit. Five within thirty minutes lock that kind of guess for the number, for thirty minutes; a
   * refused guess must not be looked at. When the guess proves right, `forgiveGuess` takes the failure back.
   */
  async admitGuess(guess: Guess): Promise<GuessAdmission> {
    const moment = this.toMoment(guess.context);
    return moment === undefined
      ? { status: 'admitted', triesLeft: MAX_TRIES }
      : this.guesses.admit({ ...guess, ...moment });
  }

  /** After an admitted guess that was right. */
  async forgiveGuess(guess: Guess): Promise<void> {
    const moment = this.toMoment(guess.context);
    if (moment !== undefined) await this.guesses.forgive({ ...guess, ...moment });
  }

  private toMoment(context: CallContext): Moment | undefined {
    const { phoneNumber } = context.caller;
    return phoneNumber === undefined ? undefined : { context, phoneNumber, now: this.clock.now() };
  }
}
