import { HESITATIONS, type SpokenToken, toSpokenTokens } from './spoken-tokens';

/** Digits that a caller says or writes in one go, with what stands around them. */
export interface SpokenNumber {
  readonly digits: string;
  /** The digits by token: "4 8 2, 913" gives four tokens. */
  readonly tokens: readonly SpokenToken[];
  /** The tokens between this number and the one before it. */
  readonly before: readonly SpokenToken[];
  /** What follows directly: a word, a plus sign, or the empty word at the end. */
  readonly next: SpokenToken;
}

/** Between two digits, these show that a new number begins: signs of money, formulas, addresses, and letters. */
const DIVIDING_GAP = /[$€£¥%*=@&_<>|\p{L}]/u;

interface NumbersReading {
  readonly numbers: readonly SpokenNumber[];
  /** The tokens after the last number. */
  readonly rest: readonly SpokenToken[];
}

/** All numbers of a text in their order, written or spoken. Hesitation, spaces and punctuation do not end one. */
export function readNumbers(text: string): NumbersReading {
  const numbers: SpokenNumber[] = [];
  let before: SpokenToken[] = [];
  let digits: SpokenToken[] = [];
  const finish = (next: SpokenToken) => {
    if (digits.length === 0) return;
    numbers.push({ digits: digits.map((token) => token.digits).join(''), tokens: digits, before, next });
    digits = [];
    before = [];
  };
  for (const token of toSpokenTokens(text)) {
    if (token.digits === undefined && digits.length > 0 && HESITATIONS.has(token.word)) continue;
    if (token.digits === undefined || DIVIDING_GAP.test(token.gap)) finish(token);
    if (token.digits === undefined) before.push(token);
    else digits.push(token);
  }
  return { numbers, rest: before };
}

/** Whether a number follows a plus sign, as international telephone numbers do. */
export function hasPlus({ before }: SpokenNumber): boolean {
  return ['+', 'plus'].includes(before.at(-1)?.word ?? '');
}

/**
 * The digits of each number in a text, with the plus sign of an international number kept: "plus one, five five five"
 * and "+1 (555)" both give "+1555", "double four" gives "44", "forty two" gives "42".
 */
export function readDigitRuns(text: string): readonly string[] {
  return readNumbers(text).numbers.map((number) => (hasPlus(number) ? '+' : '') + number.digits);
}
