import { type CallerLevel } from './call-context';

/** What a caller can ask for, as the policy table, the tools and the audit name it. */
export const READ_OPERATIONS = [
  'list_cards',
  'get_card_balance',
  'list_card_transactions',
  'get_replacement_status',
] as const;

/** What changes something, and therefore waits for the caller's yes. */
export const CHANGE_OPERATIONS = [
  'block_card',
  'unblock_card',
  'report_card_lost',
  'replace_card',
  'activate_card',
  'dispute_transaction',
] as const;

/** What concerns no card. */
export const OPEN_OPERATIONS = ['loan_information', 'transfer_to_human'] as const;

export type ReadOperation = (typeof READ_OPERATIONS)[number];
export type ChangeOperation = (typeof CHANGE_OPERATIONS)[number];
export type OpenOperation = (typeof OPEN_OPERATIONS)[number];
export type CardOperation = ReadOperation | ChangeOperation;
export type Operation = CardOperation | OpenOperation;

export const OPERATIONS: readonly Operation[] = [...OPEN_OPERATIONS, ...READ_OPERATIONS, ...CHANGE_OPERATIONS];

/** How sure we must be of who calls before an operation is offered. */
export interface Requirement {
  readonly level: CallerLevel;
  /** Whether a claimed number will do when the caller also names the right last four digits. */
  readonly orClaimedWithLastFour: boolean;
}

export type PolicyTable = Readonly<Record<Operation, Requirement>>;
