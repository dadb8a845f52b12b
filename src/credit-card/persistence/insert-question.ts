import { type CallContext } from '../../common/call-context';
import { type QueryRunner } from '../../database/database-schema';

interface NewQuestion {
  readonly id: string;
  readonly pendingActionId: string;
  readonly context: CallContext;
  readonly now: Date;
}

/** Notes that the turn asked the caller to confirm. Copies of a turn ask once. */
export async function insertQuestion(
  runner: QueryRunner,
  { id, pendingActionId, context, now }: NewQuestion,
): Promise<void> {
  await runner
    .insertInto('confirmation_question')
    .values({
      id,
      pending_action_id: pendingActionId,
      conversation_key: context.conversationKey,
      turn_key: context.turnKey,
      user_turn: context.userTurn,
      asked_at: now.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['pending_action_id', 'turn_key']).doNothing())
    .execute();
}
