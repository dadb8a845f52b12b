import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log';
import { type CallContext } from '../../common/call-context';
import { IdGenerator } from '../../common/id-generator';
import { type PhoneNumber } from '../../common/phone-number';
import { Database } from '../../database/database';
import { type PendingActionRow, type QueryRunner } from '../../database/database-schema';
import { type CarryOutOutcome, type Card } from '../credit-card.types';
import { lockCustomer } from './lock-customer';
import { toCard } from './to-card';

export interface Confirmation {
  readonly context: CallContext;
  readonly phoneNumber: PhoneNumber;
  readonly pendingActionId: string;
  /** Whether only a proposal that was made with the right last four digits may be confirmed. */
  readonly lastFourRequired: boolean;
  readonly now: Date;
}

/** `customerId` is absent when nobody has the caller's number; it is then answered like a proposal that lapsed. */
type CustomerConfirmation = Confirmation & { readonly customerId: string | undefined };

/** Turns a proposal into an act, once, whoever asks at the same moment and however often. */
@Injectable()
export class ConfirmationRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * One transaction: consume the proposal, block the card, store the act and its audit entry. The conditional update
   * of the proposal is the arbiter; a second consumer waits for the first one's locks, finds the proposal consumed, and
   * answers from what the first one stored.
   */
  async confirm(confirmation: Confirmation): Promise<CarryOutOutcome> {
    if (confirmation.context.earlierConversationKeys.length === 0) return { status: 'lapsed' };
    return this.database.transaction(async (transaction) => {
      const customerId = await lockCustomer(transaction, confirmation.phoneNumber);
      const request = { ...confirmation, customerId };
      const proposal = await this.consume(transaction, request);
      if (proposal === undefined) return this.answerFromRecord(transaction, request);
      return this.act(transaction, { context: confirmation.context, now: confirmation.now, proposal });
    });
  }

  private async consume(
    transaction: QueryRunner,
    { context, customerId, pendingActionId, lastFourRequired, now }: CustomerConfirmation,
  ): Promise<PendingActionRow | undefined> {
    if (customerId === undefined) return undefined;
    const consumedAt = now.toISOString();
    return transaction
      .updateTable('pending_action')
      .set({ consumed_at: consumedAt, confirmed_by_key: context.conversationKey, confirmed_turn: context.userTurn })
      .where('id', '=', pendingActionId)
      .where('customer_id', '=', customerId)
      .where('conversation_key', 'in', context.earlierConversationKeys)
      .where('user_turn', '<', context.userTurn)
      .where('last_four_given', '>=', lastFourRequired ? 1 : 0)
      .where('consumed_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .where('expires_at', '>', consumedAt)
      .returningAll()
      .executeTakeFirst();
  }

  private async act(
    transaction: QueryRunner,
    { context, now, proposal }: Pick<Confirmation, 'context' | 'now'> & { readonly proposal: PendingActionRow },
  ): Promise<CarryOutOutcome> {
    const concerned = {
      event: 'block-confirmation',
      customerId: proposal.customer_id,
      cardId: proposal.card_id,
    } as const;
    const card = await this.blockIfActive(transaction, { proposal, now });
    if (card === undefined) {
      await this.audit.append(transaction, { context, ...concerned, decision: 'denied', reason: 'not_applicable' });
      return { status: 'not_applicable', card: await this.readCard(transaction, proposal.card_id) };
    }
    const actionId = this.ids.next();
    await transaction
      .insertInto('card_action')
      .values({
        id: actionId,
        pending_action_id: proposal.id,
        card_id: proposal.card_id,
        customer_id: proposal.customer_id,
        operation: proposal.operation,
        created_at: now.toISOString(),
      })
      .execute();
    await this.audit.append(transaction, { context, ...concerned, decision: 'allowed', actionId });
    return { status: 'done', actionId, card, repeated: false };
  }

  private async blockIfActive(
    transaction: QueryRunner,
    { proposal, now }: { readonly proposal: PendingActionRow; readonly now: Date },
  ): Promise<Card | undefined> {
    const row = await transaction
      .updateTable('card')
      .set({ state: 'blocked', updated_at: now.toISOString() })
      .where('id', '=', proposal.card_id)
      .where('customer_id', '=', proposal.customer_id)
      .where('state', '=', 'active')
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? undefined : toCard(row);
  }

  /** A repeat of the very turn that said yes gets that turn's answer; everything else finds the proposal lapsed. */
  private async answerFromRecord(
    transaction: QueryRunner,
    confirmation: CustomerConfirmation,
  ): Promise<CarryOutOutcome> {
    const { context, customerId, pendingActionId } = confirmation;
    const record = await transaction
      .selectFrom('pending_action')
      .leftJoin('card_action', 'card_action.pending_action_id', 'pending_action.id')
      .where('pending_action.id', '=', pendingActionId)
      .where('pending_action.customer_id', '=', customerId ?? '')
      .where('pending_action.confirmed_by_key', '=', context.conversationKey)
      .where('pending_action.confirmed_turn', '=', context.userTurn)
      .select(['pending_action.card_id', 'card_action.id as action_id'])
      .executeTakeFirst();
    if (record === undefined) {
      await this.audit.append(transaction, {
        context,
        event: 'block-confirmation',
        decision: 'denied',
        reason: 'lapsed',
        customerId,
      });
      return { status: 'lapsed' };
    }
    const card = await this.readCard(transaction, record.card_id);
    if (record.action_id === null) return { status: 'not_applicable', card };
    return { status: 'done', actionId: record.action_id, card, repeated: true };
  }

  private async readCard(transaction: QueryRunner, cardId: string): Promise<Card> {
    const row = await transaction.selectFrom('card').where('id', '=', cardId).selectAll().executeTakeFirstOrThrow();
    return toCard(row);
  }
}
