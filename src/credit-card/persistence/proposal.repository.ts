import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log';
import { type CallContext } from '../../common/call-context';
import { IdGenerator } from '../../common/id-generator';
import { type PhoneNumber } from '../../common/phone-number';
import { Database } from '../../database/database';
import { type PendingActionRow, type QueryRunner } from '../../database/database-schema';
import { type Card, type PendingAction } from '../credit-card.types';
import { lockCustomer } from './lock-customer';
import { toCard } from './to-card';

const OPERATION = 'block_card';
const PROPOSAL_LIFETIME_MS = 2 * 60 * 1_000;

export interface NewProposal {
  readonly context: CallContext;
  readonly phoneNumber: PhoneNumber;
  readonly card: Card;
  /** Whether the caller named the card's last four digits. */
  readonly lastFourGiven: boolean;
  readonly now: Date;
}

interface Withdrawal {
  readonly context: CallContext;
  readonly phoneNumber: PhoneNumber;
  readonly pendingActionId: string;
  readonly now: Date;
}

/** A proposal with what decides whether a yes may still reach it. */
export interface StoredProposal {
  readonly pendingAction: PendingAction;
  readonly userTurn: number;
  readonly lastFourGiven: boolean;
  readonly withdrawn: boolean;
  /** Absent until a yes consumed it. */
  readonly confirmedBy?: { readonly conversationKey: string; readonly userTurn: number };
}

@Injectable()
export class ProposalRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * Stores a proposal and withdraws the conversation's older ones. The same turn sent again gets the row that is
   * there: a unique index decides, so copies at the same moment agree too.
   *
   * @returns `undefined` when the card is no longer active, so that a copy which was overtaken by the yes does not ask
   * the question again.
   */
  async store(proposal: NewProposal): Promise<PendingAction | undefined> {
    const { context, card } = proposal;
    return this.database.transaction(async (transaction) => {
      await lockCustomer(transaction, proposal.phoneNumber);
      if (!(await this.isActive(transaction, card))) return undefined;
      await this.withdrawSuperseded(transaction, proposal);
      const { row, isNew } = await this.insertOrFind(transaction, proposal);
      if (isNew) {
        await this.audit.append(transaction, {
          context,
          event: 'block-proposal',
          decision: 'allowed',
          customerId: card.customerId,
          cardId: card.id,
        });
      }
      return { id: row.id, operation: OPERATION, card, expiresAt: new Date(row.expires_at) };
    });
  }

  /**
   * The newest proposal of earlier turns of this conversation, in whatever state. Older ones are never offered: a yes
   * belongs to the last question asked.
   */
  async findNewest(context: CallContext, phoneNumber: PhoneNumber): Promise<StoredProposal | undefined> {
    if (context.earlierConversationKeys.length === 0) return undefined;
    const row = await this.database.queries
      .selectFrom('pending_action')
      .innerJoin('customer', 'customer.id', 'pending_action.customer_id')
      .innerJoin('card', 'card.id', 'pending_action.card_id')
      .where('customer.phone_number', '=', phoneNumber)
      .where('pending_action.conversation_key', 'in', context.earlierConversationKeys)
      .where('pending_action.user_turn', '<', context.userTurn)
      .orderBy('pending_action.user_turn', 'desc')
      .orderBy('pending_action.created_at', 'desc')
      .orderBy('pending_action.id', 'desc')
      .limit(1)
      .selectAll('pending_action')
      .select(['card.customer_id', 'card.network', 'card.last_four', 'card.state'])
      .executeTakeFirst();
    return row === undefined ? undefined : toStoredProposal(row, toCard({ ...row, id: row.card_id }));
  }

  /** Does nothing to a proposal that is consumed, withdrawn already, or another customer's. */
  async withdraw({ context, phoneNumber, pendingActionId, now }: Withdrawal): Promise<void> {
    if (context.earlierConversationKeys.length === 0) return;
    await this.database.transaction(async (transaction) => {
      const customerId = await lockCustomer(transaction, phoneNumber);
      if (customerId === undefined) return;
      const withdrawn = await transaction
        .updateTable('pending_action')
        .set({ withdrawn_at: now.toISOString() })
        .where('id', '=', pendingActionId)
        .where('customer_id', '=', customerId)
        .where('conversation_key', 'in', context.earlierConversationKeys)
        .where('user_turn', '<', context.userTurn)
        .where('consumed_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .returning(['customer_id', 'card_id'])
        .execute();
      await this.auditWithdrawals(transaction, { context, rows: withdrawn, reason: 'declined' });
    });
  }

  private async withdrawSuperseded(transaction: QueryRunner, { context, card, now }: NewProposal): Promise<void> {
    const withdrawn = await transaction
      .updateTable('pending_action')
      .set({ withdrawn_at: now.toISOString() })
      .where('customer_id', '=', card.customerId)
      .where('conversation_key', 'in', [...context.earlierConversationKeys, context.conversationKey])
      // A late copy of an earlier turn must not withdraw what a later turn proposed.
      .where('user_turn', '<=', context.userTurn)
      .where('consumed_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .where((expression) =>
        expression.or([
          expression('conversation_key', '!=', context.conversationKey),
          expression('user_turn', '!=', context.userTurn),
          expression('card_id', '!=', card.id),
          expression('expires_at', '<=', now.toISOString()),
        ]),
      )
      .returning(['customer_id', 'card_id'])
      .execute();
    await this.auditWithdrawals(transaction, { context, rows: withdrawn, reason: 'superseded' });
  }

  private async isActive(transaction: QueryRunner, card: Card): Promise<boolean> {
    const row = await transaction
      .selectFrom('card')
      .where('id', '=', card.id)
      .where('state', '=', 'active')
      .select('id')
      .executeTakeFirst();
    return row !== undefined;
  }

  private async insertOrFind(
    transaction: QueryRunner,
    { context, card, lastFourGiven, now }: NewProposal,
  ): Promise<{ readonly row: Pick<PendingActionRow, 'id' | 'expires_at'>; readonly isNew: boolean }> {
    const newId = this.ids.next();
    const row = await transaction
      .insertInto('pending_action')
      .values({
        id: newId,
        conversation_key: context.conversationKey,
        turn_key: context.turnKey,
        user_turn: context.userTurn,
        customer_id: card.customerId,
        card_id: card.id,
        operation: OPERATION,
        last_four_given: lastFourGiven ? 1 : 0,
        created_at: now.toISOString(),
        expires_at: new Date(now.getTime() + PROPOSAL_LIFETIME_MS).toISOString(),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['turn_key', 'customer_id', 'card_id', 'operation'])
          .where('consumed_at', 'is', null)
          .where('withdrawn_at', 'is', null)
          // An update, though it changes nothing, makes the statement return the row that was there.
          .doUpdateSet((update) => ({ operation: update.ref('excluded.operation') })),
      )
      .returning(['id', 'expires_at'])
      .executeTakeFirstOrThrow();
    return { row, isNew: row.id === newId };
  }

  private async auditWithdrawals(
    transaction: QueryRunner,
    withdrawal: {
      readonly context: CallContext;
      readonly rows: readonly Pick<PendingActionRow, 'customer_id' | 'card_id'>[];
      readonly reason: 'declined' | 'superseded';
    },
  ): Promise<void> {
    for (const row of withdrawal.rows) {
      await this.audit.append(transaction, {
        context: withdrawal.context,
        event: 'proposal-withdrawal',
        decision: 'allowed',
        reason: withdrawal.reason,
        customerId: row.customer_id,
        cardId: row.card_id,
      });
    }
  }
}

function toStoredProposal(row: PendingActionRow, card: Card): StoredProposal {
  const { confirmed_by_key: conversationKey, confirmed_turn: confirmedTurn } = row;
  const confirmed = conversationKey !== null && confirmedTurn !== null;
  return {
    pendingAction: { id: row.id, operation: OPERATION, card, expiresAt: new Date(row.expires_at) },
    userTurn: row.user_turn,
    lastFourGiven: row.last_four_given === 1,
    withdrawn: row.withdrawn_at !== null,
    ...(confirmed ? { confirmedBy: { conversationKey, userTurn: confirmedTurn } } : {}),
  };
}
