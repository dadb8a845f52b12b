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
  /** What is owed, in the smallest unit of `currency`; negative when the bank owes the customer. */
  readonly balance_cents: Generated<number>;
  readonly limit_cents: Generated<number>;
  /** ISO 4217. */
  readonly currency: Generated<string>;
}

interface CardTransactionTable {
  readonly id: string;
  readonly card_id: string;
  readonly posted_at: string;
  /** As the merchant wrote it: never trusted, never part of a prompt. */
  readonly merchant: string;
  /** Negative for a refund. */
  readonly amount_cents: number;
  readonly currency: string;
}

interface CardReplacementTable {
  readonly id: string;
  /** The card that is replaced. */
  readonly card_id: string;
  readonly action_id: string;
  readonly reason: string;
  readonly state: string;
  readonly ordered_at: string;
  readonly expected_by: string;
}

interface DisputeTable {
  readonly id: string;
  /** What the caller writes down. */
  readonly reference: string;
  readonly transaction_id: string;
  readonly action_id: string;
  readonly opened_at: string;
}

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

/** A one-time passcode that was sent, or would have been if the number were anybody's. */
interface PasscodeTable {
  readonly id: string;
  readonly phone_number: string;
  /** Null when nobody has the number: such a code proves nothing. */
  readonly customer_id: string | null;
  readonly conversation_key: string;
  readonly turn_key: string;
  readonly user_turn: number;
  readonly code_hash: string;
  /** JSON: the tool call that was refused for want of proof, to be taken up afterwards. */
  readonly resume: string | null;
  readonly sent_at: string;
  readonly expires_at: string;
  /** Set when it was used or replaced. */
  readonly ended_at: string | null;
  /** The number of the user turn that used it. */
  readonly used_in_turn: number | null;
}

/** What the words of one turn came to, so that a copy of the turn is answered alike. */
interface PasscodeAnswerTable {
  readonly passcode_id: string;
  readonly turn_key: string;
  readonly outcome: string;
  readonly tries_left: number | null;
  readonly locked_until: string | null;
  readonly answered_at: string;
}

/** A caller who proved to be a customer, within one conversation. */
interface VerificationTable {
  readonly passcode_id: string;
  readonly turn_key: string;
  readonly customer_id: string;
  readonly conversation_key: string;
  readonly user_turn: number;
  readonly verified_at: string;
  readonly expires_at: string;
}

/** Failures of one kind for one number, such as wrong passcodes. Its row is also the lock that orders them. */
interface AttemptLimitTable {
  readonly subject: string;
  /** JSON: the last failures, each with its time and with a digest of what was tried in which turn. */
  readonly failures: string;
  readonly locked_until: string | null;
}

/** Append-only: triggers refuse every update and delete. */
interface AuditEntryTable {
  /** 1 for the first entry, and no number is left out. */
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly decision: string;
  readonly reason: string | null;
  readonly actor: string;
  readonly caller_level: string;
  readonly conversation_key: string;
  readonly request_id: string;
  readonly customer_id: string | null;
  readonly card_id: string | null;
  readonly action_id: string | null;
  /** The hash of the entry before. */
  readonly prev_hash: string;
  /** Of everything else in the row. */
  readonly hash: string;
}

/** One row: where the chain of audit entries ends. */
interface AuditHeadTable {
  readonly id: number;
  /** 0 before the first entry. */
  readonly seq: number;
  readonly hash: string;
}

/** A request that changes something, known by the key that its sender gave it. */
interface IdempotencyRecordTable {
  /** Of this use of the key; a key that is used again after its expiry gets a new one. */
  readonly id: string;
  readonly tenant: string;
  readonly path: string;
  /** The key itself is the client's text, and could hold anything. */
  readonly key_digest: string;
  /** Of the method, the path and the body, by which another request with the same key is told. */
  readonly request_digest: string;
  /** Whoever works on the request, and until when nobody else may. */
  readonly lease_id: string;
  readonly leased_until: string;
  /** The body of the answer, byte for byte; null until there is one. */
  readonly reply: string | null;
  readonly created_at: string;
  readonly expires_at: string;
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

interface ServerCallsTable {
  /** Of the client's call beside which the server's were made. */
  readonly client_call_id: string;
  readonly conversation_key: string;
  /** Empty where nobody was identified. */
  readonly phone_number: string;
  /** JSON. */
  readonly calls: string;
  readonly expires_at: string;
}

export interface DatabaseSchema {
  readonly customer: CustomerTable;
  readonly card: CardTable;
  readonly card_transaction: CardTransactionTable;
  readonly card_replacement: CardReplacementTable;
  readonly dispute: DisputeTable;
  readonly pending_action: PendingActionTable;
  readonly confirmation_question: ConfirmationQuestionTable;
  readonly card_action: CardActionTable;
  readonly outbox: OutboxTable;
  readonly passcode: PasscodeTable;
  readonly passcode_answer: PasscodeAnswerTable;
  readonly verification: VerificationTable;
  readonly attempt_limit: AttemptLimitTable;
  readonly audit_entry: AuditEntryTable;
  readonly audit_head: AuditHeadTable;
  readonly idempotency_record: IdempotencyRecordTable;
  readonly conversation: ConversationTable;
  readonly conversation_message: ConversationMessageTable;
  readonly server_calls: ServerCallsTable;
}

/** Runs queries: the whole database, or one transaction on it. */
export type QueryRunner = Kysely<DatabaseSchema>;

export type CardRow = Selectable<CardTable>;
export type PendingActionRow = Selectable<PendingActionTable>;
export type CardTransactionRow = Selectable<CardTransactionTable>;
export type CardReplacementRow = Selectable<CardReplacementTable>;
export type AuditEntryRow = Selectable<AuditEntryTable>;
