import { type PhoneNumber } from '../../common/phone-number';
import { type QueryRunner } from '../../database/database-schema';
import { type AttemptLimit, type Failure } from '../attempt-limit';
import { type GuessKind } from '../identity.types';

interface Subject {
  readonly kind: GuessKind | 'passcode';
  readonly phoneNumber: PhoneNumber;
}

/** To be read and written by the same statements whether or not anybody has the number. */
export interface LockedAttemptLimit {
  readonly limit: AttemptLimit;
  readonly store: (changed: AttemptLimit) => Promise<void>;
}

/**
 * Reads the tries of one kind for one number and keeps others from it until the transaction ends. It comes before
 * every other statement of such a transaction, so that requests and checks for one number follow each other, over all
 * instances, and never wait for one another in a circle.
 */
export async function lockAttemptLimit(
  transaction: QueryRunner,
  { kind, phoneNumber }: Subject,
): Promise<LockedAttemptLimit> {
  const subject = `${kind}:${phoneNumber}`;
  const row = await transaction
    .insertInto('attempt_limit')
    .values({ subject, failures: '[]', locked_until: null })
    // The update changes nothing: it is a row lock in words that both engines know.
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet((update) => ({ failures: update.ref('attempt_limit.failures') })),
    )
    .returning(['failures', 'locked_until'])
    .executeTakeFirstOrThrow();
  return {
    limit: {
      failures: JSON.parse(row.failures) as readonly Failure[],
      lockedUntil: row.locked_until === null ? undefined : new Date(row.locked_until),
    },
    store: async ({ failures, lockedUntil }) => {
      await transaction
        .updateTable('attempt_limit')
        .set({ failures: JSON.stringify(failures), locked_until: lockedUntil?.toISOString() ?? null })
        .where('subject', '=', subject)
        .execute();
    },
  };
}
