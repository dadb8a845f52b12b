import { CALLER_LEVELS } from '../common/call-context';
import { type Operation, OPERATIONS } from '../common/operation';
import { decide, DEFAULT_POLICY, type PolicyDecision } from './policy';

/** Without and with the right last four digits, for `unknown`, `claimed`, `asserted` and `verified`. */
type Row = readonly [without: PolicyDecision, withDigits: PolicyDecision];

const ALWAYS: readonly Row[] = CALLER_LEVELS.map(() => ['allowed', 'allowed']);
const FROM_ASSERTED: readonly Row[] = [
  ['identify', 'identify'],
  ['verify', 'verify'],
  ['allowed', 'allowed'],
  ['allowed', 'allowed'],
];
const VERIFIED_ONLY: readonly Row[] = [
  ['identify', 'identify'],
  ['verify', 'verify'],
  ['verify', 'verify'],
  ['allowed', 'allowed'],
];

const EXPECTED: Readonly<Record<Operation, readonly Row[]>> = {
  loan_information: ALWAYS,
  transfer_to_human: ALWAYS,
  list_cards: FROM_ASSERTED,
  block_card: [
    ['identify', 'identify'],
    ['last_four', 'allowed'],
    ['allowed', 'allowed'],
    ['allowed', 'allowed'],
  ],
  report_card_lost: FROM_ASSERTED,
  get_replacement_status: FROM_ASSERTED,
  get_card_balance: VERIFIED_ONLY,
  list_card_transactions: VERIFIED_ONLY,
  unblock_card: VERIFIED_ONLY,
  replace_card: VERIFIED_ONLY,
  activate_card: VERIFIED_ONLY,
  dispute_transaction: VERIFIED_ONLY,
};

describe(decide.name, () => {
  describe.each(OPERATIONS)('when %s is asked for', (operation) => {
    it.each(CALLER_LEVELS.map((level, index) => [level, index] as const))('should decide for %s', (level, index) => {
      const decisions = [false, true].map((lastFourProven) =>
        decide(DEFAULT_POLICY, { operation, level, lastFourProven }),
      );
      expect(decisions).toEqual(EXPECTED[operation][index]);
    });
  });

  it('should follow a table that was overridden', () => {
    const policy = { ...DEFAULT_POLICY, block_card: { level: 'verified', orClaimedWithLastFour: false } } as const;
    expect(decide(policy, { operation: 'block_card', level: 'asserted', lastFourProven: true })).toBe('verify');
  });
});
