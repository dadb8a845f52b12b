import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log';
import { type CallContext } from '../../common/call-context';
import { IdGenerator } from '../../common/id-generator';
import { type PhoneNumber } from '../../common/phone-number';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { type PendingActionRow } from '../../database/schema/action-tables';
import { type PendingAction } from '../credit-card.types';
import { readCard } from './card.repository';
import { insertQuestion } from './insert-question';
import { lockCustomer } from './lock-customer';
import { readDisputedTransaction, toPendingAction } from './pending-action.mapper';

/**
 * How long a question counts as the last one asked. A proposal lapses sooner; what is older belongs to another call,
 * which a history alone cannot tell from this one when its words are the same.
 */
const QUESTION_MEMORY_MS = 10 * 60 * 1_000;

/** The question that was put last, with what decides whether an answer may still reach its proposal. */
export interface StoredQuestion {
  readonly pendingAction: PendingAction;
  /** Whether the caller who was asked had named the card's last four digits. */
  readonly lastFourGiven: boolean;
  readonly askedTurn: number;
  /** How often the caller was asked in this conversation, the first time included. */
  readonly timesAsked: number;
  /** Absent until a yes consumed it. */
  readonly confirmedBy?: { readonly turnKey: string; readonly userTurn: number };
  /** Absent while it was not withdrawn. */
  readonly withdrawnByKey?: string;
  /** The latest turn that answered it, in whatever words; 0 while none has. */
  readonly answeredTurn: number;
}

export interface Asking {
  readonly context: CallContext;
  readonly phoneNumber: PhoneNumber;
  readonly now: Date;
}

export interface Answering extends Asking {
  readonly pendingActionId: string;
  /** Aborted when the caller's platform hung up on the request, mostly because it had heard more. */
  readonly signal: AbortSignal;
}

/** Remembers when callers were asked to confirm, and which turn answered last. */
@Injectable()
export class QuestionRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * The newest question of earlier turns of this conversation, in whatever state. Older ones are never offered: an
   * answer belongs to the last question asked. Questions of turns that were replaced are none of this conversation.
   */
  async findNewest({ context, phoneNumber, now }: Asking): Promise<StoredQuestion | undefined> {
    if (context.earlierConversationKeys.length === 0) return undefined;
    const rows = await this.database.queries
      .selectFrom('confirmation_question as question')
      .innerJoin('pending_action', 'pending_action.id', 'question.pending_action_id')
      .innerJoin('customer', 'customer.id', 'pending_action.customer_id')
      .where('customer.phone_number', '=', phoneNumber)
      .where('question.conversation_key', 'in', context.earlierConversationKeys)
      .where('question.user_turn', '<', context.userTurn)
      .where('question.asked_at', '>', toOldest(context, now))
      .orderBy('question.user_turn', 'desc')
      .orderBy('question.asked_at', 'desc')
      .orderBy('question.id', 'desc')
      .limit(20)
      .selectAll('pending_action')
      .select('question.user_turn as asked_turn')
      .execute();
    const [newest] = rows;
    if (newest === undefined) return undefined;
    const { queries } = this.database;
    const parts = {
      card: await readCard(queries, newest.card_id),
      transaction: await readDisputedTransaction(queries, newest),
    };
    return {
      pendingAction: toPendingAction(newest, parts),
      lastFourGiven: newest.last_four_given === 1,
      askedTurn: newest.asked_turn,
      answeredTurn: newest.answer_turn,
      timesAsked: rows.filter(({ id }) => id === newest.id).length,
      ...readEnd(newest),
    };
  }

  /**
   * Notes that this turn answers, in whatever words. From now on a yes of a turn that this one replaced cannot act.
   * Has no effect once the proposal was consumed, withdrawn, or answered by a later turn.
   *
   * @throws the signal's reason when the request was given up: words that were replaced must not come after those that
   *   replaced them, however long they waited for the customer's lock.
   */
  async noteAnswer(answering: Answering): Promise<void> {
    await this.database.transaction((runner) => claimAnswer(runner, answering));
  }

  /**
   * @returns whether the proposal still waits, so that the question makes sense.
   * @throws the signal's reason when the request was given up.
   */
  async askAgain(answering: Answering): Promise<boolean> {
    const { context, pendingActionId, now } = answering;
    return this.database.transaction(async (runner) => {
      const row = await claimAnswer(runner, answering);
      if (row === undefined || row.expires_at <= now.toISOString()) return false;
      await insertQuestion(runner, { id: this.ids.next(), pendingActionId, context, now });
      await this.audit.append(runner, {
        context,
        event: 'answer-reading',
        decision: 'denied',
        reason: 'unclear',
        customerId: row.customer_id,
        cardId: row.card_id,
      });
      return true;
    });
  }
}

/** A conversation that has a name of its own from first to last is told from any other, however long it lasts. */
function toOldest({ conversationKey, earlierConversationKeys }: CallContext, now: Date): string {
  return earlierConversationKeys.includes(conversationKey)
    ? new Date(0).toISOString()
    : new Date(now.getTime() - QUESTION_MEMORY_MS).toISOString();
}

type ClaimedRow = Pick<PendingActionRow, 'customer_id' | 'card_id' | 'expires_at'>;

async function claimAnswer(
  runner: QueryRunner,
  { context, phoneNumber, pendingActionId, signal }: Answering,
): Promise<ClaimedRow | undefined> {
  const customerId = await lockCustomer(runner, phoneNumber);
  signal.throwIfAborted();
  if (customerId === undefined) return undefined;
  return runner
    .updateTable('pending_action')
    .set({ answer_key: context.turnKey, answer_turn: context.userTurn })
    .where('id', '=', pendingActionId)
    .where('customer_id', '=', customerId)
    .where('answer_turn', '<=', context.userTurn)
    .where('consumed_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning(['customer_id', 'card_id', 'expires_at'])
    .executeTakeFirst();
}

function readEnd(row: PendingActionRow): Pick<StoredQuestion, 'confirmedBy' | 'withdrawnByKey'> {
  const { confirmed_by_key: turnKey, confirmed_turn: userTurn, withdrawn_by_key: withdrawnByKey } = row;
  return {
    ...(turnKey === null || userTurn === null ? {} : { confirmedBy: { turnKey, userTurn } }),
    ...(row.withdrawn_at === null ? {} : { withdrawnByKey: withdrawnByKey ?? '' }),
  };
}
