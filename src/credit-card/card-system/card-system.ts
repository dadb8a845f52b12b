import { type ChangeOperation } from '../../common/operation';
import { type CardState, type ReplacementReason } from '../credit-card.types';

/** One committed action, as the card system shall carry it out. The same action always makes the same command. */
export interface CardCommand {
  /** The idempotency key: however often the command arrives, it takes effect once. */
  readonly actionId: string;
  readonly operation: ChangeOperation;
  readonly cardId: string;
  readonly customerId: string;
  /** Why a card is cancelled or replaced, when the caller said so. */
  readonly reason?: ReplacementReason;
  /** What is disputed; present exactly with `dispute_transaction`. */
  readonly transactionId?: string;
  /** When the action was committed. */
  readonly requestedAt: Date;
}

export type DeliveryOutcome =
  | { readonly status: 'delivered' }
  /** For good: the same command would be refused again. `reason` is the bank's own code, such as `unknown_card`. */
  | { readonly status: 'refused'; readonly reason: string };

export interface CardSystemHealth {
  readonly state: 'up' | 'down';
  /** One sentence for the operator; no secrets. */
  readonly detail: string;
}

/** The port to where cards really live: our own tables, or the bank's card system. */
export abstract class CardSystem {
  abstract readonly kind: 'ledger' | 'http';

  /**
   * Tells the card system of a committed action. Safe to repeat.
   *
   * @throws CardSystemError when it may or may not have taken effect: the same command has to be sent again.
   */
  abstract deliver(command: CardCommand): Promise<DeliveryOutcome>;

  /**
   * What the card system itself holds of a card; `undefined` for a card that it does not know.
   *
   * @throws CardSystemError when it cannot be asked now.
   */
  abstract readState(cardId: string): Promise<CardState | undefined>;

  /** Whether a delivery would have a chance now. Never throws, answers within two seconds. */
  abstract checkHealth(): Promise<CardSystemHealth>;

  /** Frees idle connections; nothing is called after it. */
  abstract close(): void;
}
