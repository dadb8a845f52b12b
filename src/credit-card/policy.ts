import { CALLER_LEVELS, type CallerLevel } from '../common/call-context';
import { type Operation, type PolicyTable, type Requirement } from '../common/operation';

const ANYBODY: Requirement = { level: 'unknown', orClaimedWithLastFour: false };
const ASSERTED: Requirement = { level: 'asserted', orClaimedWithLastFour: false };
const ASSERTED_OR_LAST_FOUR: Requirement = { level: 'asserted', orClaimedWithLastFour: true };
const VERIFIED: Requirement = { level: 'verified', orClaimedWithLastFour: false };

/**
 * What each operation demands of its caller. Stopping a card is easy and undoing it is hard, since a late block is a
 * loss and a needless one a nuisance. Nothing outside this table grants anything.
 */
export const DEFAULT_POLICY: PolicyTable = {
  loan_information: ANYBODY,
  transfer_to_human: ANYBODY,
  list_cards: ASSERTED,
  block_card: ASSERTED_OR_LAST_FOUR,
  report_card_lost: ASSERTED,
  get_replacement_status: ASSERTED,
  get_card_balance: VERIFIED,
  list_card_transactions: VERIFIED,
  unblock_card: VERIFIED,
  replace_card: VERIFIED,
  activate_card: VERIFIED,
  dispute_transaction: VERIFIED,
};

/**
 * A refusal names the next step: give the number on file, name the last four digits of the card, or prove to be the
 * customer with a one-time passcode.
 */
export type PolicyDecision = 'allowed' | 'identify' | 'last_four' | 'verify';

export interface PolicyQuestion {
  readonly operation: Operation;
  readonly level: CallerLevel;
  /** Whether the caller named the last four digits of a card of the customer with the claimed number. */
  readonly lastFourProven: boolean;
}

export function decide(policy: PolicyTable, { operation, level, lastFourProven }: PolicyQuestion): PolicyDecision {
  const { level: required, orClaimedWithLastFour } = policy[operation];
  if (isAtLeast(level, required)) return 'allowed';
  if (level === 'unknown') return 'identify';
  if (!orClaimedWithLastFour) return 'verify';
  return lastFourProven ? 'allowed' : 'last_four';
}

function isAtLeast(level: CallerLevel, required: CallerLevel): boolean {
  return CALLER_LEVELS.indexOf(level) >= CALLER_LEVELS.indexOf(required);
}
