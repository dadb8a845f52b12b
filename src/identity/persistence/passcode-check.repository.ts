import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log';
import { type CallContext } from '../../common/call-context';
import { type JsonValue } from '../../common/json';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { addFailure, standingOf } from '../attempt-limit';
import { type CheckPasscodeOutcome, type Moment } from '../identity.types';
import { PasscodeMaker } from '../passcode-maker';
import { type Answer, readPasscodeState, type StoredPasscode } from '../stored-passcode';
import { later, VERIFICATION_LIFETIME_MS } from '../time-limits';
import { findPasscode } from './find-passcode';
import { lockAttemptLimit, type LockedAttemptLimit } from './lock-attempt-limit';

type Check = Moment & { readonly code: string };
type OpenCheck = Check & { readonly passcode: StoredPasscode };

/** Decides whether a caller's digits are the code that was sent, once for each turn, whoever asks at the same moment. */
@Injectable()
export class PasscodeCheckRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly maker: PasscodeMaker,
  ) {}

  /**
   * One transaction. The lock on the number's tries is the arbiter: simultaneous guesses follow each other, so each
   * finds the tries of those before it, and a copy of a turn finds what the turn came to.
   */
  async check(check: Check): Promise<CheckPasscodeOutcome> {
    const { context, phoneNumber } = check;
    return this.database.transaction(async (transaction) => {
      const tries = await lockAttemptLimit(transaction, { kind: 'passcode', phoneNumber });
      const passcode = await findPasscode(transaction, check);
      const state = passcode === undefined ? 'ended' : readPasscodeState(passcode, check);
      if (passcode?.answer !== undefined && state === 'answered') return toOutcome(passcode, passcode.answer, context);
      const outcome =
        passcode === undefined || state === 'ended'
          ? ({ status: 'none' } as const)
          : await this.judge(transaction, { ...check, passcode }, tries);
      await this.audit.append(transaction, {
        context,
        event: 'passcode-check',
        customerId: passcode?.customerId,
        ...(outcome.status === 'verified' ? { decision: 'allowed' } : { decision: 'denied', reason: outcome.status }),
      });
      return outcome;
    });
  }

  private async judge(
    transaction: QueryRunner,
    check: OpenCheck,
    tries: LockedAttemptLimit,
  ): Promise<CheckPasscodeOutcome> {
    const standing = standingOf(tries.limit, check.now);
    if (standing.status === 'locked') return standing;
    const { passcode } = check;
    if (passcode.expiresAt <= check.now) return { status: 'expired' };
    const isRight = this.maker.matches(passcode, check.code);
    // Nobody was sent the code of a number that nobody has, so whoever gives it has guessed.
    const { customerId } = passcode;
    if (!isRight || customerId === undefined) return this.reject(transaction, check, tries);
    return this.accept(transaction, { ...check, customerId });
  }

  private async reject(
    transaction: QueryRunner,
    check: OpenCheck,
    tries: LockedAttemptLimit,
  ): Promise<CheckPasscodeOutcome> {
    const { context, passcode, code, now } = check;
    // The same digits in the same turn tell nothing new, in whatever words they were sent again.
    const key = this.maker.digest('passcode-try', passcode.id, context.userTurn.toString(), code);
    const limit = addFailure(tries.limit, { key, now });
    await tries.store(limit);
    const standing = standingOf(limit, now);
    if (standing.status === 'locked') {
      await this.insertAnswer(transaction, check, { outcome: 'locked', lockedUntil: standing.until });
      return standing;
    }
    await this.insertAnswer(transaction, check, { outcome: 'wrong', triesLeft: standing.triesLeft });
    return { status: 'wrong', triesLeft: standing.triesLeft };
  }

  private async accept(
    transaction: QueryRunner,
    check: OpenCheck & { readonly customerId: string },
  ): Promise<CheckPasscodeOutcome> {
    const { context, passcode, customerId, now } = check;
    await transaction
      .updateTable('passcode')
      .set({ ended_at: now.toISOString(), used_in_turn: context.userTurn })
      .where('id', '=', passcode.id)
      .execute();
    await transaction
      .insertInto('verification')
      .values({
        passcode_id: passcode.id,
        turn_key: context.turnKey,
        customer_id: customerId,
        conversation_key: context.conversationKey,
        user_turn: context.userTurn,
        verified_at: now.toISOString(),
        expires_at: later(now, VERIFICATION_LIFETIME_MS).toISOString(),
      })
      .execute();
    await this.insertAnswer(transaction, check, { outcome: 'verified' });
    return toVerified(passcode, { context, repeated: passcode.ended });
  }

  private async insertAnswer(
    transaction: QueryRunner,
    { context, passcode, now }: OpenCheck,
    answer: Answer,
  ): Promise<void> {
    await transaction
      .insertInto('passcode_answer')
      .values({
        passcode_id: passcode.id,
        turn_key: context.turnKey,
        outcome: answer.outcome,
        tries_left: answer.outcome === 'wrong' ? answer.triesLeft : null,
        locked_until: answer.outcome === 'locked' ? answer.lockedUntil.toISOString() : null,
        answered_at: now.toISOString(),
      })
      .execute();
  }
}

function toOutcome(passcode: StoredPasscode, answer: Answer, context: CallContext): CheckPasscodeOutcome {
  switch (answer.outcome) {
    case 'verified':
      return toVerified(passcode, { context, repeated: true });
    case 'wrong':
      return { status: 'wrong', triesLeft: answer.triesLeft };
    case 'locked':
      return { status: 'locked', until: answer.lockedUntil };
  }
}

function toVerified(
  { resume }: StoredPasscode,
  { context, repeated }: { readonly context: CallContext; readonly repeated: boolean },
): CheckPasscodeOutcome {
  return {
    status: 'verified',
    context: { ...context, caller: { ...context.caller, level: 'verified' } },
    ...(resume === undefined ? {} : { resume: JSON.parse(resume) as JsonValue }),
    repeated,
  };
}
