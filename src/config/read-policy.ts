import { CALLER_LEVELS, type CallerLevel } from '../common/call-context';
import { type Operation, OPERATIONS, OPEN_OPERATIONS, type PolicyTable, type Requirement } from '../common/operation';

export type PolicyOverrides = Partial<PolicyTable>;

const LAST_FOUR = 'last_four';
/** What a thief has no use for. The last four digits are on every receipt, so they may open nothing else. */
const STOPS = ['block_card', 'report_card_lost'] as const satisfies readonly Operation[];

/**
 * Reads `block_card=verified, list_cards=verified, report_card_lost=asserted|last_four`: the level that an operation
 * needs, and with `|last_four` that a claimed number and the right last four digits will do.
 */
export function readPolicy(text: string, problems: string[]): PolicyOverrides {
  const overrides: Partial<Record<Operation, Requirement>> = {};
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const problem = readEntry(entry, overrides);
    if (problem !== undefined) problems.push(`CARD_POLICY has "${entry}": ${problem}`);
  }
  return overrides;
}

/** @returns what is wrong with the entry, if anything. */
function readEntry(entry: string, overrides: Partial<Record<Operation, Requirement>>): string | undefined {
  const [name = '', requirement = '', ...rest] = entry.split('=').map((part) => part.trim());
  const operation = OPERATIONS.find((candidate) => candidate === name);
  if (rest.length > 0 || requirement === '') return 'it must have the form operation=level.';
  if (operation === undefined) return `the operation must be one of ${OPERATIONS.join(', ')}.`;
  if (overrides[operation] !== undefined) return 'the operation is named twice.';
  const [levelName, proof, ...more] = requirement.split('|').map((part) => part.trim());
  const level = CALLER_LEVELS.find((candidate) => candidate === levelName);
  if (level === undefined) return `the level must be one of ${CALLER_LEVELS.join(', ')}.`;
  if (more.length > 0 || (proof !== undefined && proof !== LAST_FOUR)) return 'only |last_four may follow the level.';
  const problem = findWeakness(operation, level, proof !== undefined);
  overrides[operation] = { level, orClaimedWithLastFour: proof !== undefined };
  return problem;
}

/** What would open a card to anybody who says its owner's number is a mistake, whoever wants it. */
function findWeakness(operation: Operation, level: CallerLevel, orClaimedWithLastFour: boolean): string | undefined {
  const concernsNoCard = OPEN_OPERATIONS.some((open) => open === operation);
  if (concernsNoCard)
    return orClaimedWithLastFour ? 'it concerns no card, so it knows no last four digits.' : undefined;
  if (level === 'unknown' || level === 'claimed') return 'a card needs at least an asserted number.';
  if (orClaimedWithLastFour && !STOPS.some((stop) => stop === operation)) {
    return `only ${STOPS.join(' and ')} may be opened by the last four digits.`;
  }
  return undefined;
}
