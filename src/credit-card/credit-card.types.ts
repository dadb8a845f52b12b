import { type PhoneNumber } from '../common/phone-number';

/** How sure we are of who calls, weakest first. */
export const CALLER_LEVELS = ['unknown', 'claimed', 'asserted', 'verified'] as const;
export type CallerLevel = (typeof CALLER_LEVELS)[number];

/** The caller as the edge established it. `phoneNumber` is absent exactly when the level is `unknown`. */
export interface Caller {
  readonly level: CallerLevel;
  readonly phoneNumber?: PhoneNumber;
}

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

export type CardOperation = 'list_cards' | 'block_card';

/** Where and when something is asked: enough to bind a proposal to its conversation, and to audit it. */
export interface CardRequestContext {
  readonly caller: Caller;
  /** Names the conversation up to and including this turn; a proposal is stored under it. */
  readonly conversationKey: string;
  /** Names under which earlier turns of the same conversation may have stored a proposal. */
  readonly earlierConversationKeys: readonly string[];
  /** Number of user messages so far; 1 for the first. A proposal of turn n can be confirmed from turn n + 1 on. */
  readonly userTurn: number;
  readonly requestId: string;
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
  readonly nextStep: 'identify' | 'last_four';
}

export type CarryOutOutcome =
  | { readonly status: 'done'; readonly actionId: string; readonly card: Card; readonly repeated: boolean }
  /** The proposal lapsed or was withdrawn before the yes arrived: nothing was changed. */
  | { readonly status: 'lapsed' }
  /** The card changed meanwhile so that the operation no longer applies: nothing was changed. */
  | { readonly status: 'not_applicable'; readonly card: Card };
