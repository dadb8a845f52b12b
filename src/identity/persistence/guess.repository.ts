import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log';
import { Database } from '../../database/database';
import { addFailure, removeFailure, standingOf } from '../attempt-limit';
import { type Guess, type GuessAdmission, type Moment } from '../identity.types';
import { PasscodeMaker } from '../passcode-maker';
import { MAX_TRIES } from '../time-limits';
import { lockAttemptLimit } from './lock-attempt-limit';

type GuessNow = Moment & Guess;

@Injectable()
export class GuessRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly maker: PasscodeMaker,
  ) {}

  async admit(guess: GuessNow): Promise<GuessAdmission> {
    const { context, kind, phoneNumber, now } = guess;
    const key = this.keyOf(guess);
    return this.database.transaction(async (transaction) => {
      const { limit, store } = await lockAttemptLimit(transaction, { kind, phoneNumber });
      const position = limit.failures.findIndex((failure) => failure.key === key);
      if (position >= 0) return { status: 'admitted', triesLeft: MAX_TRIES - position - 1 };
      const standing = standingOf(limit, now);
      if (standing.status === 'locked') {
        await this.audit.append(transaction, { context, event: `${kind}-guess`, decision: 'denied', reason: 'locked' });
        return standing;
      }
      await store(addFailure(limit, { key, now }));
      return { status: 'admitted', triesLeft: standing.triesLeft - 1 };
    });
  }

  async forgive(guess: GuessNow): Promise<void> {
    const { kind, phoneNumber } = guess;
    await this.database.transaction(async (transaction) => {
      const { limit, store } = await lockAttemptLimit(transaction, { kind, phoneNumber });
      await store(removeFailure(limit, this.keyOf(guess)));
    });
  }

  private keyOf({ context, kind, guess }: Guess): string {
    return this.maker.digest(kind, context.turnKey, guess);
  }
}
