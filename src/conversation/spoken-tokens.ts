import { toAsciiDigit } from '../common/to-ascii-digit';

/** A word, a plus sign, or digits as they were written or spoken, in lower case. */
export interface SpokenToken {
  readonly word: string;
  /** ASCII digits, when the token stands for digits: "four", "42", "forty two" and "double one" do. */
  readonly digits?: string;
  /** What stands between this token and the one before: spaces, signs, letters of other alphabets. */
  readonly gap: string;
}

const UNITS: readonly string[] = 'zero one two three four five six seven eight nine'.split(' ');
const TEENS: readonly string[] =
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS: readonly string[] = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const DIGITS_BY_WORD: ReadonlyMap<string, string> = new Map([
  ...UNITS.map((word, value) => [word, String(value)] as const),
  ...TEENS.map((word, value) => [word, String(value + 10)] as const),
  ...TENS.map((word, index) => [word, String(index * 10 + 20)] as const),
]);

/** Sounds of thinking, which do not end a number. */
export const HESITATIONS: ReadonlySet<string> = new Set('um umm uh uhh er erm eh ah hm hmm mm'.split(' '));

/** "Oh" is a zero only beside other digits; elsewhere it is a sigh. */
export const OH_WORDS: ReadonlySet<string> = new Set(['oh', 'o']);
const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
]);

/** After these, "one" means a card or a code and no digit: "the one ending in ...". */
const POINTING_WORDS: ReadonlySet<string> = new Set('the this that which other another wrong same new old'.split(' '));
/** After these, a single digit counts digits and is none itself: "the last four". */
const COUNTING_WORDS: ReadonlySet<string> = new Set(['last', 'first', 'final']);

interface RawToken {
  readonly word: string;
  readonly gap: string;
}

/**
 * Takes a text apart into words and digits, in time linear in the text. Upper and lower case, apostrophes and invisible
 * characters make no difference. The last token is an empty word, whose gap is the end of the text.
 */
export function toSpokenTokens(text: string): readonly SpokenToken[] {
  const raw = toRawTokens(text);
  const tokens: SpokenToken[] = [];
  let taken = 0;
  let previous: SpokenToken | undefined;
  for (const [index, token] of raw.entries()) {
    if (index < taken) continue;
    const reading = readDigitsAt(raw, index, previous);
    const spoken = reading === undefined ? token : { ...token, digits: reading.digits };
    tokens.push(spoken);
    taken = index + (reading?.length ?? 1);
    if (!HESITATIONS.has(token.word)) previous = spoken;
  }
  return tokens;
}

function toRawTokens(text: string): readonly RawToken[] {
  const plain = text
    .replace(/(?![0-9])\p{Nd}/gu, toAsciiDigit)
    .replace(/[\p{Cf}'’]/gu, '')
    .toLowerCase();
  const tokens: RawToken[] = [];
  let end = 0;
  for (const { 0: word, index } of plain.matchAll(/\+|\d+|[a-z]+/g)) {
    tokens.push({ word, gap: plain.slice(end, index) });
    end = index + word.length;
  }
  return [...tokens, { word: '', gap: plain.slice(end) }];
}

interface DigitsAt {
  readonly digits: string;
  /** How many raw tokens the digits take. */
  readonly length: number;
}

function readDigitsAt(
  raw: readonly RawToken[],
  index: number,
  previous: SpokenToken | undefined,
): DigitsAt | undefined {
  const word = raw[index]?.word ?? '';
  const next = raw[index + 1]?.word ?? '';
  const repeat = REPEATS.get(word);
  if (repeat !== undefined) {
    const digit = OH_WORDS.has(next) ? '0' : toDigits(next);
    return digit?.length === 1 ? { digits: digit.repeat(repeat), length: 2 } : undefined;
  }
  if (OH_WORDS.has(word)) {
    return previous?.digits !== undefined || startsDigits(next) ? { digits: '0', length: 1 } : undefined;
  }
  const digits = toDigits(word);
  if (digits === undefined || isCountOrPronoun(digits, word, previous?.word)) return undefined;
  const unit = UNITS.indexOf(next);
  if (TENS.includes(word) && unit > 0) return { digits: digits.charAt(0) + String(unit), length: 2 };
  return { digits, length: 1 };
}

function toDigits(word: string): string | undefined {
  return /^\d+$/.test(word) ? word : DIGITS_BY_WORD.get(word);
}

function startsDigits(word: string): boolean {
  return toDigits(word) !== undefined || OH_WORDS.has(word) || REPEATS.has(word);
}

function isCountOrPronoun(digits: string, word: string, previousWord = ''): boolean {
  return (
    (digits.length === 1 && COUNTING_WORDS.has(previousWord)) || (word === 'one' && POINTING_WORDS.has(previousWord))
  );
}
