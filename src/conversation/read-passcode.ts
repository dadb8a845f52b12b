import { OH_WORDS } from '../common/number-words';
import { findNumberOwner } from './find-number-owner';
import { readNumbers, type SpokenNumber } from './read-digits';
import { type SpokenToken } from './spoken-tokens';

/** What a caller's words hold in the place of a one-time passcode. */
export type PasscodeReading =
  | { readonly status: 'found'; readonly passcode: string }
  /** No digits, or only digits of something else: a telephone number, the end of a card number, a sum. */
  | { readonly status: 'none' }
  /** Digits that could be meant as a passcode, but too few or too many. */
  | { readonly status: 'wrong_length' }
  /** More than one passcode, or one that the caller takes back. */
  | { readonly status: 'ambiguous' };

const PASSCODE_LENGTH = 6;
/** One or two digits alone are counts: "one moment", "I have 2 cards". */
const SHORTEST_ATTEMPT = 3;
/** From here on it is a telephone or card number. */
const SHORTEST_FOREIGN_NUMBER = 10;
/** Nobody says more with a passcode; a longer text is not searched. */
const MAX_TEXT_LENGTH = 1_000;

/** These take back the digits before them, so that only what follows counts. */
const CORRECTIONS: ReadonlySet<string> = new Set(
  'no nope sorry wait correction actually oops whoops mean meant scratch wrong mistake'.split(' '),
);
const NEGATIONS: ReadonlySet<string> = new Set(['not', 'isnt', 'wasnt', 'never']);
const JOINING_WORDS: ReadonlySet<string> = new Set('and then followed by dash hyphen space'.split(' '));

/**
 * Finds the six-digit one-time passcode in a caller's words, however it is grouped, written or spoken. The same code
 * said twice is one code.
 *
 * A correction takes back all digits before it: "482913, no sorry, 482914" is 482914. This is safe, because a passcode
 * that is read wrongly verifies nobody: it can only cost a try. A correction with no whole code after it, and two codes
 * with no correction between them, are `ambiguous`, so that the caller is asked again and no try is lost.
 *
 * Takes time linear in the text; a text of more than a thousand characters holds no passcode.
 */
export function readPasscode(text: string): PasscodeReading {
  if (text.length > MAX_TEXT_LENGTH) return { status: 'none' };
  const { numbers, rest } = readNumbers(text);
  const correctedAt = isCorrection(rest) ? numbers.length : numbers.findLastIndex(({ before }) => isCorrection(before));
  const attempts = toAttempts(numbers.slice(Math.max(correctedAt, 0)));
  if (attempts.length > 0) return decide(attempts);
  const takenBack = toAttempts(numbers.slice(0, Math.max(correctedAt, 0)));
  return { status: takenBack.length > 0 ? 'ambiguous' : 'none' };
}

/** The codes that a number can be meant as: one, two that differ, or none when its length is wrong. */
interface Attempt {
  readonly codes: readonly string[];
  readonly isDenied: boolean;
}

function decide(attempts: readonly Attempt[]): PasscodeReading {
  const [passcode, ...others] = new Set(attempts.flatMap(({ codes }) => codes));
  if (passcode === undefined) return { status: 'wrong_length' };
  const isPlain = others.length === 0 && attempts.every(({ codes, isDenied }) => codes.length > 0 && !isDenied);
  return isPlain ? { status: 'found', passcode } : { status: 'ambiguous' };
}

function toAttempts(numbers: readonly SpokenNumber[]): readonly Attempt[] {
  return joinParts(numbers).flatMap((number) => {
    const digits = toPasscodeDigits(number);
    if ((findNumberOwner(number) ?? 'passcode') !== 'passcode' || digits.length < SHORTEST_ATTEMPT) return [];
    const isDenied = NEGATIONS.has(number.before.at(-1)?.word ?? '');
    if (digits.length === PASSCODE_LENGTH) return [{ codes: [digits], isDenied }];
    if (digits.length === 2 * PASSCODE_LENGTH)
      return [{ codes: [digits.slice(0, PASSCODE_LENGTH), digits.slice(PASSCODE_LENGTH)], isDenied }];
    return digits.length < SHORTEST_FOREIGN_NUMBER ? [{ codes: [], isDenied }] : [];
  });
}

/** "Four eight two, and then nine one three" is one number; what is a whole passcode already is joined to nothing. */
function joinParts(numbers: readonly SpokenNumber[]): readonly SpokenNumber[] {
  const joined: SpokenNumber[] = [];
  for (const number of numbers) {
    const previous = joined.at(-1);
    if (previous === undefined || !isContinuation(previous, number)) joined.push(number);
    else joined[joined.length - 1] = join(previous, number);
  }
  return joined;
}

function isContinuation(previous: SpokenNumber, { before, digits }: SpokenNumber): boolean {
  const areParts = Math.max(previous.digits.length, digits.length) < PASSCODE_LENGTH;
  return areParts && before.length > 0 && before.every(({ word }) => JOINING_WORDS.has(word));
}

function join(first: SpokenNumber, second: SpokenNumber): SpokenNumber {
  const { before } = first;
  return {
    before,
    digits: first.digits + second.digits,
    tokens: [...first.tokens, ...second.tokens],
    next: second.next,
  };
}

/** Beside six digits that were written as one, "oh" is a sigh: "oh, 482913". Spoken between or beside digits it is a zero. */
function toPasscodeDigits({ digits, tokens }: SpokenNumber): string {
  const [whole, ...others] = tokens.filter(({ word }) => !OH_WORDS.has(word));
  const isWhole = others.length === 0 && /^\d{6}$/.test(whole?.word ?? '');
  return isWhole ? (whole?.word ?? '') : digits;
}

function isCorrection(tokens: readonly SpokenToken[]): boolean {
  return tokens.some(({ word }) => CORRECTIONS.has(word));
}
