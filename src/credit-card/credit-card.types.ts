/** What a caller said of the card they mean; each part may be missing. */
export interface CardDescription {
  /** Four digits. */
  readonly lastFour?: string | undefined;
  readonly network?: CardNetwork | undefined;
}

export type CardState = 'active' | 'inactive' | 'blocked' | 'cancelled';

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

/** A consequential operation that waits for the caller's yes. */
export interface PendingAction {
  readonly id: string;
  readonly operation: 'block_card';
  readonly card: Card;
  readonly expiresAt: Date;
}

export type ListCardsOutcome = { readonly status: 'listed'; readonly cards: readonly Card[] } | DeniedOutcome;

export type ProposeBlockOutcome =
  | { readonly status: 'proposed'; readonly pendingAction: PendingAction }
  | { readonly status: 'already_blocked'; readonly card: Card }
  /** Several cards would fit: the caller chooses, nothing is guessed. */
  | { readonly status: 'choice_needed'; readonly cards: readonly Card[] }
  /** The caller has no card with those digits, or none that can be blocked. */
  | { readonly status: 'no_such_card'; readonly cards: readonly Card[] }
  | DeniedOutcome;

/**
 * Refused by policy. `identify` asks for the number on file; `last_four` asks a caller whose number is only claimed
 * for the card's digits. A claimed number that matches nobody is answered exactly like one that does.
 */
export interface DeniedOutcome {
  readonly status: 'denied';
  readonly nextStep: 'identify' | 'last_four' | 'verify';
}

export type CarryOutOutcome =
  | { readonly status: 'done'; readonly actionId: string; readonly card: Card; readonly repeated: boolean }
  /** The proposal lapsed or was withdrawn before the yes arrived: nothing was changed. */
  | { readonly status: 'lapsed' }
  /** The card changed meanwhile so that the operation no longer applies: nothing was changed. */
  | { readonly status: 'not_applicable'; readonly card: Card };
