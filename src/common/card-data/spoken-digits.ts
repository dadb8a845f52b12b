import { foldText } from './fold-text';

/** A word or a run of digits in a text, with its place in the text as it was given. */
export interface TextToken {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  /** ASCII digits, when the token stands for digits; `double one` and `forty two` are one token each. */
  readonly digits: string | undefined;
  /** What separates it from the token before. */
  readonly gap: string;
}

const UNITS = 'zero one two three four five six seven eight nine'.split(' ');
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const OH = new Set(['oh', 'o']);
const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
  ['quadruple', 4],
]);
/** After these, "four" may count digits and be none itself: "the next four are". */
const COUNTING_WORDS = new Set('first second third fourth last final next following other remaining'.split(' '));
const COUNTED_WORDS = new Set('are is were was digits numbers ones'.split(' '));
/** How many digits a group has, in a token without digits. */
export const COUNTS: ReadonlySet<string> = new Set('two three four five six 2 3 4 5 6'.split(' '));
const LARGEST_COUNT = 6;
const DIGITS_BY_WORD: ReadonlyMap<string, string> = new Map([
  ...UNITS.map((word, value) => [word, String(value)] as const),
  ...TEENS.map((word, value) => [word, String(value + 10)] as const),
  ...TENS.map((word, index) => [word, String(index * 10 + 20)] as const),
]);

/** Whether a text can hold a number at all: most do not, and cost no more than this look. */
export function mayHoldDigits(text: string): boolean {
  return /\p{Nd}|(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|twenty|thirty|forty|fifty)/iu.test(
    text,
  );
}

/** Takes a text apart in linear time. Digits of every script count, and invisible characters do not. */
export function toTextTokens(text: string): readonly TextToken[] {
  const { plain, offsets } = foldText(text);
  const raw = toRawTokens(plain);
  const tokens: TextToken[] = [];
  let previousEnd = 0;
  let followsDigits = false;
  for (let index = 0; index < raw.length; index += 1) {
    const first = raw[index];
    if (first === undefined) break;
    const reading = readDigits(raw, index, followsDigits);
    const last = raw[index + (reading?.extraWords ?? 0)] ?? first;
    const end = last.index + last.word.length;
    // Written out, since copying an object into another is most of the cost of a long text.
    tokens.push({
      start: offsets?.[first.index] ?? first.index,
      end: offsets?.[end] ?? end,
      word: first.word,
      digits: reading?.digits,
      gap: plain.slice(previousEnd, first.index),
    });
    previousEnd = end;
    followsDigits = reading !== undefined;
    index += reading?.extraWords ?? 0;
  }
  return tokens;
}

interface RawToken {
  readonly word: string;
  readonly index: number;
}

/** Runs of digits and runs of letters. A loop over character codes, since this is most of the work for a long text. */
function toRawTokens(plain: string): readonly RawToken[] {
  const tokens: RawToken[] = [];
  let end = 0;
  while (end < plain.length) {
    const index = end;
    const kind = kindOf(plain.charCodeAt(index));
    do end += 1;
    while (end < plain.length && kindOf(plain.charCodeAt(end)) === kind);
    if (kind !== 'sign') tokens.push({ word: plain.slice(index, end), index });
  }
  return tokens;
}

const [ZERO, NINE, A, Z] = ['0', '9', 'a', 'z'].map((character) => character.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];

function kindOf(code: number): 'digit' | 'letter' | 'sign' {
  if (code >= ZERO && code <= NINE) return 'digit';
  return code >= A && code <= Z ? 'letter' : 'sign';
}

interface DigitsReading {
  readonly digits: string;
  /** Words after the first that belong to it. */
  readonly extraWords: number;
}

function readDigits(raw: readonly RawToken[], index: number, followsDigits: boolean): DigitsReading | undefined {
  const word = wordAt(raw, index);
  const repeat = REPEATS.get(word);
  if (repeat !== undefined) {
    const digit = toDigits(wordAt(raw, index + 1));
    return digit?.length === 1 ? { digits: digit.repeat(repeat), extraWords: 1 } : undefined;
  }
  if (OH.has(word)) {
    const isZero = followsDigits || [1, 2].every((step) => toDigits(wordAt(raw, index + step)) !== undefined);
    return isZero ? { digits: '0', extraWords: 0 } : undefined;
  }
  const digits = toDigits(word);
  if (digits === undefined || isCount(raw, index)) return undefined;
  const unit = TENS.includes(word) ? UNITS.indexOf(wordAt(raw, index + 1)) : 0;
  return unit > 0 ? { digits: `${digits.charAt(0)}${unit}`, extraWords: 1 } : { digits, extraWords: 0 };
}

/** "The last four are", "the last four 4242" and "the last four one two three four", but not "last four two four two". */
function isCount(raw: readonly RawToken[], index: number): boolean {
  const word = wordAt(raw, index);
  if (!COUNTS.has(word) || !COUNTING_WORDS.has(wordAt(raw, index - 1))) return false;
  const next = wordAt(raw, index + 1);
  const count = Number(toDigits(word));
  return COUNTED_WORDS.has(next) || toDigits(next)?.length === count || countDigitWords(raw, index + 1) === count;
}

/** How many single digits follow one another, up to one more than a count may be. */
function countDigitWords(raw: readonly RawToken[], first: number): number {
  let end = first;
  while (end - first <= LARGEST_COUNT && toDigits(wordAt(raw, end))?.length === 1) end += 1;
  return end - first;
}

function wordAt(raw: readonly RawToken[], index: number): string {
  return raw[index]?.word ?? '';
}

function toDigits(word: string): string | undefined {
  if (word.charCodeAt(0) <= NINE) return word;
  return OH.has(word) ? '0' : DIGITS_BY_WORD.get(word);
}
