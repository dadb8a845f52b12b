import { CALLER_LEVELS, type CallerLevel } from '../common/call-context';
import { CHANGE_OPERATIONS, OPEN_OPERATIONS, type Operation, OPERATIONS, READ_OPERATIONS } from '../common/operation';
import { ConfigError, readConfig } from './read-config';
import { readPolicy } from './read-policy';

const PROOFS = ['', '|last_four'] as const;
const CARD_OPERATIONS: readonly Operation[] = [...READ_OPERATIONS, ...CHANGE_OPERATIONS];

/** What a bank may demand; everything else would open a card to anybody who says a number. */
const ACCEPTED: readonly string[] = [
  ...OPEN_OPERATIONS.flatMap((operation) => CALLER_LEVELS.map((level) => `${operation}=${level}`)),
  ...CARD_OPERATIONS.flatMap((operation) => [`${operation}=asserted`, `${operation}=verified`]),
  'block_card=asserted|last_four',
  'block_card=verified|last_four',
  'report_card_lost=asserted|last_four',
  'report_card_lost=verified|last_four',
];

const ALL = OPERATIONS.flatMap((operation) =>
  CALLER_LEVELS.flatMap((level) => PROOFS.map((proof) => [`${operation}=${level}${proof}`, operation, level] as const)),
);

function readOne(text: string): { readonly overrides: ReturnType<typeof readPolicy>; readonly problems: string[] } {
  const problems: string[] = [];
  return { overrides: readPolicy(text, problems), problems };
}

describe(readPolicy.name, () => {
  it('should be asked about every row there can be', () => {
    expect(ALL).toHaveLength(OPERATIONS.length * CALLER_LEVELS.length * PROOFS.length);
    expect(ALL.map(([text]) => text)).toEqual(expect.arrayContaining([...ACCEPTED]));
  });

  describe.each(ALL)('when the bank demands %s', (text, operation: Operation, level: CallerLevel) => {
    if (ACCEPTED.includes(text)) {
      it('should take it', () => {
        const orClaimedWithLastFour = text.endsWith('|last_four');
        expect(readOne(text)).toEqual({ overrides: { [operation]: { level, orClaimedWithLastFour } }, problems: [] });
      });
    } else {
      it('should refuse it', () => {
        const { problems } = readOne(text);
        expect(problems).toEqual([expect.stringContaining(`CARD_POLICY has "${text}": `)]);
      });
    }
  });

  it('should read several rows, with spaces around anything', () => {
    expect(readOne(' block_card = asserted | last_four , ,list_cards=verified ')).toEqual({
      overrides: {
        block_card: { level: 'asserted', orClaimedWithLastFour: true },
        list_cards: { level: 'verified', orClaimedWithLastFour: false },
      },
      problems: [],
    });
  });

  it.each([
    ['block_card', 'operation=level'],
    ['block_card=', 'operation=level'],
    ['block_card=asserted=verified', 'operation=level'],
    ['block_cards=verified', 'the operation must be one of'],
    ['block_card=trusted', 'the level must be one of'],
    ['block_card=asserted|passcode', 'only |last_four may follow'],
    ['block_card=asserted|last_four|last_four', 'only |last_four may follow'],
    ['block_card=verified, block_card=verified', 'named twice'],
  ])('should say what is wrong with %s', (text, problem) => {
    expect(readOne(text).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('should stop the start with all that is wrong', () => {
    const start = (): unknown =>
      readConfig({
        CARD_POLICY: 'unblock_card=verified|last_four, list_cards=claimed, block_card=verified',
        PORT: '-1',
      });
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(/PORT is "-1".*"unblock_card=verified\|last_four".*"list_cards=claimed"/s);
    expect(start).not.toThrow(/"block_card/);
  });
});
