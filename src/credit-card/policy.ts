import { CALLER_LEVELS, type CallerLevel, type CardOperation } from './credit-card.types';

interface Requirement {
  readonly level: CallerLevel;
  /** Whether a claimed number will do when the caller also names the right last four digits. */
  readonly orClaimedWithLastFour: boolean;
}

/** What each operation demands of its caller. Nothing outside this table grants anything. */
const REQUIREMENTS: Readonly<Record<CardOperation, Requirement>> = {
  list_cards: { level: 'asserted', orClaimedWithLastFour: false },
  block_card: { level: 'asserted', orClaimedWithLastFour: true },
};

export type PolicyDecision = 'allowed' | 'identify' | 'last_four';

export interface PolicyQuestion {
  readonly operation: CardOperation;
  readonly level: CallerLevel;
  /** Whether the caller named the last four digits of a card of the customer with the claimed number. */
  readonly lastFourProven: boolean;
}

/** The refusals name the next step: give the number on file, or, with a number that is only claimed, the digits. */
export function decide({ operation, level, lastFourProven }: PolicyQuestion): PolicyDecision {
  if (level === 'unknown') return 'identify';
  const requirement = REQUIREMENTS[operation];
  if (isAtLeast(level, requirement.level)) return 'allowed';
  return requirement.orClaimedWithLastFour && lastFourProven ? 'allowed' : 'last_four';
}

function isAtLeast(level: CallerLevel, required: CallerLevel): boolean {
  return CALLER_LEVELS.indexOf(level) >= CALLER_LEVELS.indexOf(required);
}
