import { type Generated, type Selectable } from 'kysely';

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

/** Customers, their cards, and what becomes of these. */
export interface CardTables {
  readonly customer: CustomerTable;
  readonly card: CardTable;
  readonly card_transaction: CardTransactionTable;
  readonly card_replacement: CardReplacementTable;
  readonly dispute: DisputeTable;
}

export type CardRow = Selectable<CardTable>;
export type CardTransactionRow = Selectable<CardTransactionTable>;
export type CardReplacementRow = Selectable<CardReplacementTable>;
