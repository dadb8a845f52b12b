import { type Generated, type Kysely, type Selectable } from 'kysely';

/*
 * The tables as both engines have them: ids are text (UUIDv7), times are ISO-8601 text in UTC with milliseconds, so
 * that text order is time order, and switches are the integers 0 and 1.
 */

interface CustomerTable {
  readonly id: string;
  /** E.164. */
  readonly phone_number: string;
}

interface CardTable {
  readonly id: string;
  readonly customer_id: string;
  readonly network: string;
  readonly last_four: string;
  readonly state: string;
  readonly updated_at: string;
}

/** A proposal that waits for its owner's yes. At most one of `consumed_at` and `withdrawn_at` is ever set. */
interface PendingActionTable {
  readonly id: string;
  readonly conversation_key: string;
  readonly user_turn: number;
  readonly customer_id: string;
  readonly card_id: string;
  readonly operation: string;
  /** 1 when the caller named the right last four digits with it. */
  readonly last_four_given: number;
  readonly created_at: string;
  readonly expires_at: string;
  readonly consumed_at: string | null;
  /** The conversation key and the turn of the yes, so that a repeat of that turn is told from another yes. */
  readonly confirmed_by_key: string | null;
  readonly confirmed_turn: number | null;
  readonly withdrawn_at: string | null;
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

/** Append-only: triggers refuse every update and delete. `seq` orders entries; rolled-back work leaves gaps in it. */
interface AuditEntryTable {
  readonly seq: Generated<number>;
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly decision: string;
  readonly reason: string | null;
  readonly caller_level: string;
  readonly conversation_key: string;
  readonly request_id: string;
  readonly customer_id: string | null;
  readonly card_id: string | null;
  readonly action_id: string | null;
}

interface ConversationTable {
  readonly id: string;
  readonly phone_number: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

interface ConversationMessageTable {
  readonly id: string;
  readonly conversation_id: string;
  /** 1 for the first message of its conversation. */
  readonly position: number;
  readonly role: string;
  readonly text: string;
  readonly created_at: string;
}

export interface DatabaseSchema {
  readonly customer: CustomerTable;
  readonly card: CardTable;
  readonly pending_action: PendingActionTable;
  readonly card_action: CardActionTable;
  readonly audit_entry: AuditEntryTable;
  readonly conversation: ConversationTable;
  readonly conversation_message: ConversationMessageTable;
}

/** Runs queries: the whole database, or one transaction on it. */
export type QueryRunner = Kysely<DatabaseSchema>;

export type CardRow = Selectable<CardTable>;
export type PendingActionRow = Selectable<PendingActionTable>;
