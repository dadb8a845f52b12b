import { type Generated, type Selectable } from 'kysely';

/** A proposal that waits for its owner's yes. At most one of `consumed_at` and `withdrawn_at` is ever set. */
interface PendingActionTable {
  readonly id: string;
  readonly conversation_key: string;
  /** The turn that proposed it. */
  readonly turn_key: string | null;
  readonly user_turn: number;
  readonly customer_id: string;
  readonly card_id: string;
  readonly operation: string;
  /** Why a card is replaced: `lost`, `stolen` or `damaged`. */
  readonly reason: string | null;
  /** What is disputed. */
  readonly transaction_id: string | null;
  /** 1 when the caller named the right last four digits with it. */
  readonly last_four_given: number;
  readonly created_at: string;
  readonly expires_at: string;
  readonly consumed_at: string | null;
  /** The key and the number of the turn that said yes, so that a repeat of that turn is told from another yes. */
  readonly confirmed_by_key: string | null;
  readonly confirmed_turn: number | null;
  readonly withdrawn_at: string | null;
  readonly withdrawn_by_key: string | null;
  /** The latest turn that answered the question, in whatever words: a yes that it replaced can no longer act. */
  readonly answer_key: string | null;
  readonly answer_turn: Generated<number>;
}

/** Each time that the caller was asked to confirm a proposal. A turn that was replaced leaves its question behind. */
interface ConfirmationQuestionTable {
  readonly id: string;
  readonly pending_action_id: string;
  readonly conversation_key: string;
  readonly turn_key: string;
  readonly user_turn: number;
  readonly asked_at: string;
}

/** What was really done, once for each confirmed proposal. */
interface CardActionTable {
  readonly id: string;
  readonly pending_action_id: string;
  readonly card_id: string;
  readonly customer_id: string;
  readonly operation: string;
  readonly created_at: string;
}

/** What the bank's card system has to hear of, one row for each action, written with it. */
interface OutboxTable {
  /** The idempotency key of the delivery as well. */
  readonly action_id: string;
  readonly card_id: string;
  /** 1 for the first action of its card: the order in which the actions of a card are delivered. */
  readonly position: number;
  readonly created_at: string;
  readonly delivered_at: string | null;
  /** Set when the card system refused for good; nothing is tried again. */
  readonly refused_at: string | null;
  readonly attempts: Generated<number>;
  /** Nobody tries it before then: some instance is delivering it, or has failed and lets it rest. */
  readonly claimed_until: string | null;
  /** A code, or the card system's reason for refusing. */
  readonly last_error: string | null;
}

/** From a proposal to what was done, and to what the bank has heard of it. */
export interface ActionTables {
  readonly pending_action: PendingActionTable;
  readonly confirmation_question: ConfirmationQuestionTable;
  readonly card_action: CardActionTable;
  readonly outbox: OutboxTable;
}

export type PendingActionRow = Selectable<PendingActionTable>;
