import { type QueryRunner } from '../../../database/database-schema';

interface OutboxEntry {
  readonly actionId: string;
  readonly cardId: string;
  readonly createdAt: Date;
  /** Whether a card system elsewhere has to hear of it; otherwise there is nobody to tell, and it counts as delivered. */
  readonly hasOutsideSystem: boolean;
}

/**
 * Notes an action for the card system.
 *
 * @param transaction the action's own, after its row was inserted and while it holds the lock on the customer: that is
 * why positions of a card follow the order of the commits, whatever the clocks of several instances say.
 */
export async function appendToOutbox(
  transaction: QueryRunner,
  { actionId, cardId, createdAt, hasOutsideSystem }: OutboxEntry,
): Promise<void> {
  const at = createdAt.toISOString();
  await transaction
    .insertInto('outbox')
    .values((builder) => ({
      action_id: actionId,
      card_id: cardId,
      position: builder
        .selectFrom('outbox as earlier')
        .where('earlier.card_id', '=', cardId)
        .select((inner) => inner(inner.fn.coalesce(inner.fn.max('earlier.position'), inner.val(0)), '+', 1).as('next')),
      created_at: at,
      delivered_at: hasOutsideSystem ? null : at,
    }))
    .execute();
}
