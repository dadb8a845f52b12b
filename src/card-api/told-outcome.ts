import {
  type BalanceOutcome,
  type CarryOutOutcome,
  type ListCardsOutcome,
  type ProposeOutcome,
  type ReplacementOutcome,
  type TransactionsOutcome,
} from '../credit-card/credit-card.outcomes';

type AnyOutcome =
  ListCardsOutcome | BalanceOutcome | TransactionsOutcome | ReplacementOutcome | ProposeOutcome | CarryOutOutcome;

/** What is told with status 200; the rest is an error, or not the end yet. */
export type ToldOutcome = Exclude<
  AnyOutcome,
  { readonly status: 'denied' | 'proposed' | 'unknown' | 'lapsed' | 'superseded' }
>;
