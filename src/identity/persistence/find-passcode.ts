import { type QueryRunner } from '../../database/database-schema';
import { type Moment } from '../identity.types';
import { type StoredAnswer, type StoredPasscode } from '../stored-passcode';
import { earlier, PASSCODE_LIFETIME_MS, VERIFICATION_LIFETIME_MS } from '../time-limits';

/** An older code has neither an answer nor an expiry worth telling: the same words are another call by then. */
const MEMORY_MS = PASSCODE_LIFETIME_MS + VERIFICATION_LIFETIME_MS;

/**
 * The newest code of earlier turns of this conversation, in whatever state. Bound to the number as well: callers
 * whose conversations are named by their words may have said the same ones.
 */
export async function findPasscode(
  runner: QueryRunner,
  { context, phoneNumber, now }: Moment,
): Promise<StoredPasscode | undefined> {
  if (context.earlierConversationKeys.length === 0) return undefined;
  const row = await runner
    .selectFrom('passcode')
    .leftJoin('passcode_answer', (join) =>
      join
        .onRef('passcode_answer.passcode_id', '=', 'passcode.id')
        .on('passcode_answer.turn_key', '=', context.turnKey),
    )
    // The customer it was sent to, as long as the number is theirs.
    .leftJoin('customer', (join) =>
      join
        .onRef('customer.id', '=', 'passcode.customer_id')
        .onRef('customer.phone_number', '=', 'passcode.phone_number'),
    )
    .where('passcode.phone_number', '=', phoneNumber)
    .where('passcode.conversation_key', 'in', context.earlierConversationKeys)
    .where('passcode.user_turn', '<', context.userTurn)
    .where('passcode.sent_at', '>', earlier(now, MEMORY_MS).toISOString())
    .orderBy('passcode.user_turn', 'desc')
    .orderBy('passcode.sent_at', 'desc')
    .orderBy('passcode.id', 'desc')
    .limit(1)
    .select(['passcode.id', 'code_hash', 'customer.id as customer_id', 'resume', 'expires_at'])
    .select(['ended_at', 'used_in_turn'])
    .select(['tries_left', 'locked_until', 'answered_at'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    codeHash: row.code_hash,
    customerId: row.customer_id ?? undefined,
    resume: row.resume ?? undefined,
    expiresAt: new Date(row.expires_at),
    ended: row.ended_at !== null,
    usedInTurn: row.used_in_turn ?? undefined,
    answer: toAnswer(row),
  };
}

interface AnswerColumns {
  readonly tries_left: number | null;
  readonly locked_until: string | null;
  readonly answered_at: string | null;
}

/** A wrong answer has the tries that it left, one that locked the end of the lock, and one that proved it neither. */
function toAnswer(row: AnswerColumns): StoredAnswer | undefined {
  if (row.answered_at === null) return undefined;
  const answeredAt = new Date(row.answered_at);
  if (row.tries_left !== null) return { outcome: 'wrong', triesLeft: row.tries_left, answeredAt };
  if (row.locked_until !== null) return { outcome: 'locked', lockedUntil: new Date(row.locked_until), answeredAt };
  return { outcome: 'verified', answeredAt };
}
