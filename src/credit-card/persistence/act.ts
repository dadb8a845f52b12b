import { type ChangeOperation } from '../../common/operation';
import { type QueryRunner } from '../../database/database-schema';
import { type PendingActionRow } from '../../database/schema/action-tables';
import { appendToOutbox } from '../card-system/outbox/append-to-outbox';
import { TRANSITIONS } from '../transitions';
import { findDisputeReference } from './dispute.repository';
import { openDispute } from './open-dispute';
import { hasOpenReplacement } from './replacement.repository';

const REPLACEMENT_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1_000;

export interface Act {
  readonly actionId: string;
  readonly proposal: PendingActionRow;
  readonly now: Date;
  /** Whether a card system elsewhere has to hear of it; otherwise our own tables are the card system. */
  readonly hasOutsideSystem: boolean;
}

/**
 * Carries out a consumed proposal within its transaction: the card's new state, the act itself, what the operation
 * makes, and the outbox row.
 *
 * @returns `false`, having changed nothing, when the operation no longer applies to the card.
 */
export async function act(runner: QueryRunner, request: Act): Promise<boolean> {
  const { proposal, now, actionId, hasOutsideSystem } = request;
  if (!(await mayStillHappen(runner, proposal)) || !(await moveCard(runner, request))) return false;
  const at = now.toISOString();
  const { customer_id, card_id, operation } = proposal;
  await runner
    .insertInto('card_action')
    .values({ id: actionId, pending_action_id: proposal.id, card_id, customer_id, operation, created_at: at })
    .execute();
  if (proposal.reason !== null) await orderReplacement(runner, { ...request, reason: proposal.reason });
  if (proposal.transaction_id !== null) {
    await openDispute(runner, { actionId, transactionId: proposal.transaction_id, openedAt: now });
  }
  await appendToOutbox(runner, { actionId, cardId: card_id, createdAt: now, hasOutsideSystem });
  return true;
}

/** A card is replaced once at a time, and a transaction is disputed once. The customer's lock makes the look count. */
async function mayStillHappen(
  runner: QueryRunner,
  { operation, card_id: cardId, transaction_id: transactionId }: PendingActionRow,
): Promise<boolean> {
  if (operation === 'replace_card') return !(await hasOpenReplacement(runner, cardId));
  if (transactionId === null) return true;
  return (await findDisputeReference(runner, transactionId)) === undefined;
}

/** The card's state is the last word: whatever was true when the proposal was made, it has to be true now. */
async function moveCard(runner: QueryRunner, { proposal, now }: Act): Promise<boolean> {
  const { from, to } = TRANSITIONS[proposal.operation as ChangeOperation];
  const card = await runner
    .updateTable('card')
    .set({ updated_at: now.toISOString(), ...(to === undefined ? {} : { state: to }) })
    .where('id', '=', proposal.card_id)
    .where('customer_id', '=', proposal.customer_id)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst();
  return card !== undefined;
}

/** The action's id serves as the row's own: there is at most one of each for an action. */
async function orderReplacement(
  runner: QueryRunner,
  { actionId, proposal, now, reason }: Act & { readonly reason: string },
): Promise<void> {
  await runner
    .insertInto('card_replacement')
    .values({
      id: actionId,
      card_id: proposal.card_id,
      action_id: actionId,
      reason,
      state: 'ordered',
      ordered_at: now.toISOString(),
      expected_by: new Date(now.getTime() + REPLACEMENT_DAYS * DAY_MS).toISOString(),
    })
    .execute();
}
