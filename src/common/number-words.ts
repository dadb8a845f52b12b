export const UNIT_WORDS: readonly string[] = 'zero one two three four five six seven eight nine'.split(' ');
export const TEEN_WORDS: readonly string[] =
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
export const TENS_WORDS: readonly string[] = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** A zero only beside other digits; elsewhere it is a sigh, which each reader decides for itself. */
export const OH_WORDS: ReadonlySet<string> = new Set(['oh', 'o']);

const TENS: ReadonlySet<string> = new Set(TENS_WORDS);
const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
  ['quadruple', 4],
]);
const DIGITS_BY_WORD: ReadonlyMap<string, string> = new Map([
  ...UNIT_WORDS.map((word, value) => [word, String(value)] as const),
  ...TEEN_WORDS.map((word, value) => [word, String(value + 10)] as const),
  ...TENS_WORDS.map((word, index) => [word, String(index * 10 + 20)] as const),
]);
const ZERO = '0'.charCodeAt(0);
const NINE = '9'.charCodeAt(0);

export interface NumberWords {
  /** ASCII digits. */
  readonly digits: string;
  /** How many words they take: one or two. */
  readonly length: number;
}

/**
 * What a word stands for, alone or with the one after it: "four", "42", "forty two", "double one" and "double oh".
 *
 * @param word one sign, lower case letters, or ASCII digits.
 */
export function readNumberWords(word: string, next: string): NumberWords | undefined {
  const repeat = REPEATS.get(word);
  if (repeat !== undefined) {
    const digit = OH_WORDS.has(next) ? '0' : toDigits(next);
    return digit?.length === 1 ? { digits: digit.repeat(repeat), length: 2 } : undefined;
  }
  const digits = toDigits(word);
  if (digits === undefined) return undefined;
  const unit = TENS.has(word) ? UNIT_WORDS.indexOf(next) : 0;
  return unit > 0 ? { digits: `${digits.charAt(0)}${unit}`, length: 2 } : { digits, length: 1 };
}

/** Whether a word begins digits: "four", "42", "double". */
export function startsNumber(word: string): boolean {
  return toDigits(word) !== undefined || REPEATS.has(word);
}

/** The digits of one word, ASCII digits included; not those of "oh". */
export function toDigits(word: string): string | undefined {
  const code = word.charCodeAt(0);
  return code >= ZERO && code <= NINE ? word : DIGITS_BY_WORD.get(word);
}
