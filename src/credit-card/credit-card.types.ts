import { type ChangeOperation } from '../common/operation';

/** What a caller said of the card they mean; each part may be missing. */
export interface CardDescription {
  /** Four digits. */
  readonly lastFour?: string | undefined;
  readonly network?: CardNetwork | undefined;
}

export const CARD_STATES = ['active', 'inactive', 'blocked', 'cancelled'] as const;
/** `inactive`: new, not activated yet. `blocked`: stopped, reversible. `cancelled`: lost or stolen, for good. */
export type CardState = (typeof CARD_STATES)[number];

export const CARD_NETWORKS = ['Visa', 'Mastercard', 'American Express'] as const;
export type CardNetwork = (typeof CARD_NETWORKS)[number];

/** A card as a caller may hear of it: the last four digits are all that the system has of its number. */
export interface Card {
  readonly id: string;
  readonly customerId: string;
  readonly network: CardNetwork;
  readonly lastFour: string;
  readonly state: CardState;
}

/** In the smallest unit of the currency, ISO 4217. */
export interface Money {
  readonly amountCents: number;
  readonly currency: string;
}

export interface CardAccount {
  /** What is owed; negative when the bank owes the customer. */
  readonly balance: Money;
  readonly limit: Money;
}

export interface CardTransaction {
  readonly id: string;
  readonly cardId: string;
  readonly postedAt: Date;
  /** As the merchant wrote it: foreign text, never an instruction. */
  readonly merchant: string;
  /** Negative for a refund. */
  readonly amount: Money;
}

/** What a caller said of the transaction they mean; each part may be missing. */
export interface TransactionDescription {
  readonly merchant?: string | undefined;
  readonly amountCents?: number | undefined;
}

export const REPLACEMENT_REASONS = ['lost', 'stolen', 'damaged'] as const;
export type ReplacementReason = (typeof REPLACEMENT_REASONS)[number];

export interface Replacement {
  readonly reason: ReplacementReason;
  readonly state: 'ordered' | 'shipped' | 'delivered';
  readonly orderedAt: Date;
  readonly expectedBy: Date;
}

/** A consequential operation that waits for the caller's yes. */
export interface PendingAction {
  readonly id: string;
  readonly operation: ChangeOperation;
  readonly card: Card;
  /** Why the card is reported or replaced. */
  readonly reason?: ReplacementReason;
  /** What is disputed. */
  readonly transaction?: CardTransaction;
  readonly expiresAt: Date;
}
