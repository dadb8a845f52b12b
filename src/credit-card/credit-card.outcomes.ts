import { type ChangeOperation } from '../common/operation';
import {
  type Card,
  type CardAccount,
  type CardTransaction,
  type PendingAction,
  type Replacement,
} from './credit-card.types';

/**
 * Refused by policy. `identify` asks for the number on file, `last_four` for the card's digits, `verify` for proof by
 * a one-time passcode. A claimed number that matches nobody is answered exactly like one that does.
 */
export interface DeniedOutcome {
  readonly status: 'denied';
  readonly nextStep: 'identify' | 'last_four' | 'verify';
}

/** The one card that was meant could not be told. */
export type CardUnclear =
  /** Several cards would fit: the caller chooses, nothing is guessed. */
  | { readonly status: 'choice_needed'; readonly cards: readonly Card[] }
  /** The caller has no such card; `cards` are those that they have. */
  | { readonly status: 'no_such_card'; readonly cards: readonly Card[] };

/** The one transaction that was meant could not be told; `transactions` are the ones that it may be. */
export interface TransactionUnclear {
  readonly status: 'transaction_choice_needed' | 'no_such_transaction';
  readonly transactions: readonly CardTransaction[];
}

export type ListCardsOutcome = { readonly status: 'listed'; readonly cards: readonly Card[] } | DeniedOutcome;

export type BalanceOutcome =
  { readonly status: 'found'; readonly card: Card; readonly account: CardAccount } | CardUnclear | DeniedOutcome;

export type TransactionsOutcome =
  /** Newest first. */
  | { readonly status: 'found'; readonly card: Card; readonly transactions: readonly CardTransaction[] }
  | CardUnclear
  | DeniedOutcome;

export type ReplacementOutcome =
  | { readonly status: 'found'; readonly card: Card; readonly replacement: Replacement }
  /** Nothing was ordered for the card, or for any card when none is named. */
  | { readonly status: 'none_ordered' }
  | CardUnclear
  | DeniedOutcome;

export type ProposeOutcome =
  | { readonly status: 'proposed'; readonly pendingAction: PendingAction }
  /** Nothing to do: that is how the cards are already. */
  | { readonly status: 'already_done'; readonly cards: readonly Card[] }
  /** The card's state does not allow it, for example to block a card that is cancelled. */
  | { readonly status: 'not_applicable'; readonly card: Card }
  | { readonly status: 'already_ordered'; readonly card: Card; readonly replacement: Replacement }
  | { readonly status: 'already_disputed'; readonly card: Card; readonly disputeReference: string }
  | TransactionUnclear
  | CardUnclear
  | DeniedOutcome;

/** What was done for a caller who said yes. */
export interface DoneOutcome {
  readonly status: 'done';
  readonly actionId: string;
  readonly operation: ChangeOperation;
  readonly card: Card;
  /** Whether an earlier request did it and this one only reports it. */
  readonly repeated: boolean;
  /** Whether the card is no longer as it was left then. `card` is as it is now. */
  readonly changedSince: boolean;
  /**
   * What the bank's card system has made of it so far. `pending`: it will be told, and takes effect then. `refused`: it
   * does not accept it, and a person has to see to it.
   */
  readonly delivery: 'delivered' | 'pending' | 'refused';
  readonly replacement?: Replacement;
  /** What the caller may quote for their dispute. */
  readonly disputeReference?: string;
}

export type CarryOutOutcome =
  | DoneOutcome
  /** The proposal lapsed or was withdrawn before the yes arrived: nothing was changed. */
  | { readonly status: 'lapsed' }
  /** Other words of the caller have answered since: they decide, and this yes changed nothing. */
  | { readonly status: 'superseded' }
  /** The card changed meanwhile so that the operation no longer applies: nothing was changed. */
  | { readonly status: 'not_applicable'; readonly card: Card }
  /** The store did not answer: it may have been done or not. The same call made later tells which. */
  | { readonly status: 'unknown' }
  /** The caller is no longer sure enough to be who they say: nothing was changed. */
  | DeniedOutcome;

/** The same as far as our own store knows: whether the card system has heard of it is seen after the commit. */
export type CommitOutcome = Exclude<CarryOutOutcome, DoneOutcome> | Omit<DoneOutcome, 'delivery'>;

/** A question that was answered for good: by a yes, or by words that took it back. */
export interface SettledQuestion {
  readonly pendingAction: PendingAction;
  /** The user turn that it was put to. */
  readonly askedTurn: number;
  /** The user turn that settled it. */
  readonly answeredTurn: number;
  readonly isConfirmed: boolean;
}

/** Where a question that this conversation was asked stands. */
export type QuestionStanding =
  /** It waits for its answer. `askedTurn` is the user turn that it was put to; `misses` counts unclear answers. */
  | {
      readonly status: 'open';
      readonly pendingAction: PendingAction;
      readonly askedTurn: number;
      readonly misses: number;
    }
  /** It was said yes to, by this very turn or by one whose answer the caller never heard. */
  | { readonly status: 'confirmed'; readonly pendingAction: PendingAction }
  /** This very turn, which is sent again, took it back: by a no, by another wish, or by one unclear answer too many. */
  | { readonly status: 'withdrawn'; readonly pendingAction: PendingAction; readonly askedTurn: number };
