import { IdGenerator } from '../../src/common/id-generator';
import { type ChangeOperation } from '../../src/common/operation';
import { appendToOutbox } from '../../src/credit-card/card-system/outbox/append-to-outbox';
import { type ReplacementReason } from '../../src/credit-card/credit-card.types';
import { type Database } from '../../src/database/database';

interface TestAction {
  readonly customerId: string;
  readonly cardId: string;
  readonly operation?: ChangeOperation;
  readonly reason?: ReplacementReason;
  readonly transactionId?: string;
  readonly createdAt?: Date;
  readonly hasOutsideSystem?: boolean;
}

const ids = new IdGenerator();

/** Stores a committed action with its outbox row, as the act's transaction does, and gives its id. */
export async function commitAction(database: Database, action: TestAction): Promise<string> {
  const { customerId, cardId, operation = 'block_card', createdAt = new Date(), hasOutsideSystem = true } = action;
  const at = createdAt.toISOString();
  const [actionId, pendingId] = [ids.next(), ids.next()];
  const about = { customer_id: customerId, card_id: cardId, operation, created_at: at };
  await database.transaction(async (transaction) => {
    await transaction.updateTable('customer').set({ id: customerId }).where('id', '=', customerId).execute();
    await transaction
      .insertInto('pending_action')
      .values({
        ...about,
        id: pendingId,
        conversation_key: pendingId,
        turn_key: pendingId,
        user_turn: 1,
        reason: action.reason ?? null,
        transaction_id: action.transactionId ?? null,
        last_four_given: 0,
        expires_at: at,
        consumed_at: at,
      })
      .execute();
    await transaction
      .insertInto('card_action')
      .values({ ...about, id: actionId, pending_action_id: pendingId })
      .execute();
    await appendToOutbox(transaction, { actionId, cardId, createdAt, hasOutsideSystem });
  });
  return actionId;
}
