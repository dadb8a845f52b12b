import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log';
import { type CallContext } from '../../common/call-context';
import { IdGenerator } from '../../common/id-generator';
import { type ChangeOperation } from '../../common/operation';
import { type PhoneNumber } from '../../common/phone-number';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { type PendingActionRow } from '../../database/schema/action-tables';
import { type Card, type CardTransaction, type PendingAction, type ReplacementReason } from '../credit-card.types';
import { nameEvent } from '../name-event';
import { TRANSITIONS } from '../transitions';
import { insertQuestion } from './insert-question';
import { lockCustomer } from './lock-customer';

const PROPOSAL_LIFETIME_MS = 2 * 60 * 1_000;

export interface NewProposal {
  readonly context: CallContext;
  readonly phoneNumber: PhoneNumber;
  readonly operation: ChangeOperation;
  readonly card: Card;
  readonly reason?: ReplacementReason | undefined;
  readonly transaction?: CardTransaction | undefined;
  /** Whether the caller named the card's last four digits. */
  readonly lastFourGiven: boolean;
  readonly now: Date;
}

interface Withdrawal {
  readonly context: CallContext;
  readonly phoneNumber: PhoneNumber;
  readonly pendingActionId: string;
  readonly reason: WithdrawalReason;
  readonly now: Date;
}

/** Said no to, corrected, replaced by another proposal, never answered clearly, or never put to the caller at all. */
export type WithdrawalReason = 'declined' | 'corrected' | 'superseded' | 'unclear' | 'unspoken';

type WithdrawnRow = Pick<PendingActionRow, 'customer_id' | 'card_id'>;

/** Stores what callers would have to say yes to, and takes it back. */
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
   * @returns `undefined` when the card's state no longer allows it, so that a copy which was overtaken by the yes does
   * not ask the question again.
   */
  async store(proposal: NewProposal): Promise<PendingAction | undefined> {
    const { context, card, operation, reason, transaction } = proposal;
    return this.database.transaction(async (runner) => {
      await lockCustomer(runner, proposal.phoneNumber);
      if (!(await isStillApplicable(runner, card, operation))) return undefined;
      const superseded = await this.withdrawSuperseded(runner, proposal);
      const { row, isNew } = await this.insertOrFind(runner, proposal);
      await insertQuestion(runner, { id: this.ids.next(), pendingActionId: row.id, context, now: proposal.now });
      await this.auditWithdrawals(runner, { context, rows: superseded, reason: 'superseded' });
      if (isNew) {
        const concerned = { customerId: card.customerId, cardId: card.id };
        await this.audit.append(runner, {
          context,
          event: nameEvent(operation, 'proposal'),
          decision: 'allowed',
          ...concerned,
        });
      }
      return {
        id: row.id,
        operation,
        card,
        ...(reason === undefined ? {} : { reason }),
        ...(transaction === undefined ? {} : { transaction }),
        expiresAt: new Date(row.expires_at),
      };
    });
  }

  /** Does nothing to a proposal that is consumed, withdrawn already, another customer's, or answered by a later turn. */
  async withdraw({ context, phoneNumber, pendingActionId, reason, now }: Withdrawal): Promise<void> {
    if (context.earlierConversationKeys.length === 0) return;
    await this.database.transaction(async (runner) => {
      const customerId = await lockCustomer(runner, phoneNumber);
      if (customerId === undefined) return;
      const rows = await runner
        .updateTable('pending_action')
        .set({
          withdrawn_at: now.toISOString(),
          withdrawn_by_key: context.turnKey,
          answer_key: context.turnKey,
          answer_turn: context.userTurn,
        })
        .where('id', '=', pendingActionId)
        .where('customer_id', '=', customerId)
        .where('conversation_key', 'in', context.earlierConversationKeys)
        .where('user_turn', '<', context.userTurn)
        .where('answer_turn', '<=', context.userTurn)
        .where('consumed_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .returning(['customer_id', 'card_id'])
        .execute();
      await this.auditWithdrawals(runner, { context, rows, reason });
    });
  }

  /**
   * Withdraws what the turn itself proposed to this caller and nobody has answered yet. Callers who say the same words
   * share the name of a turn, so the name alone would take back what others were asked.
   */
  async discard(context: CallContext, now: Date): Promise<void> {
    const { phoneNumber } = context.caller;
    if (phoneNumber === undefined) return;
    await this.database.transaction(async (runner) => {
      const customerId = await lockCustomer(runner, phoneNumber);
      if (customerId === undefined) return;
      const rows = await runner
        .updateTable('pending_action')
        .set({ withdrawn_at: now.toISOString(), withdrawn_by_key: context.turnKey })
        .where('turn_key', '=', context.turnKey)
        .where('customer_id', '=', customerId)
        .where('answer_turn', '=', 0)
        .where('consumed_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .returning(['customer_id', 'card_id'])
        .execute();
      await this.auditWithdrawals(runner, { context, rows, reason: 'unspoken' });
    });
  }

  private async withdrawSuperseded(
    runner: QueryRunner,
    { context, card, operation, reason, transaction, now }: NewProposal,
  ): Promise<readonly WithdrawnRow[]> {
    return (
      runner
        .updateTable('pending_action')
        .set({ withdrawn_at: now.toISOString(), withdrawn_by_key: context.turnKey })
        .where('customer_id', '=', card.customerId)
        .where('conversation_key', 'in', [...context.earlierConversationKeys, context.conversationKey])
        // A late copy of an earlier turn must not withdraw what a later turn proposed.
        .where('user_turn', '<=', context.userTurn)
        .where('consumed_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .where((expression) =>
          expression.or([
            expression('turn_key', '!=', context.turnKey),
            expression('card_id', '!=', card.id),
            expression('operation', '!=', operation),
            expression(expression.fn.coalesce('reason', expression.val('')), '!=', reason ?? ''),
            expression(expression.fn.coalesce('transaction_id', expression.val('')), '!=', transaction?.id ?? ''),
            expression('expires_at', '<=', now.toISOString()),
          ]),
        )
        .returning(['customer_id', 'card_id'])
        .execute()
    );
  }

  private async insertOrFind(
    runner: QueryRunner,
    { context, card, operation, reason, transaction, lastFourGiven, now }: NewProposal,
  ): Promise<{ readonly row: Pick<PendingActionRow, 'id' | 'expires_at'>; readonly isNew: boolean }> {
    const newId = this.ids.next();
    const row = await runner
      .insertInto('pending_action')
      .values({
        id: newId,
        conversation_key: context.conversationKey,
        turn_key: context.turnKey,
        user_turn: context.userTurn,
        customer_id: card.customerId,
        card_id: card.id,
        operation,
        reason: reason ?? null,
        transaction_id: transaction?.id ?? null,
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
    runner: QueryRunner,
    withdrawal: {
      readonly context: CallContext;
      readonly rows: readonly WithdrawnRow[];
      readonly reason: WithdrawalReason;
    },
  ): Promise<void> {
    for (const row of withdrawal.rows) {
      await this.audit.append(runner, {
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

async function isStillApplicable(runner: QueryRunner, card: Card, operation: ChangeOperation): Promise<boolean> {
  const row = await runner
    .selectFrom('card')
    .where('id', '=', card.id)
    .where('state', 'in', TRANSITIONS[operation].from)
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}
