import {
  type NumberWords,
  OH_WORDS,
  readNumberWords,
  TEEN_WORDS,
  TENS_WORDS,
  toDigits,
  UNIT_WORDS,
} from '../number-words';
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

/** After these, "four" may count digits and be none itself: "the next four are". */
const COUNTING_WORDS = new Set('first second third fourth last final next following other remaining'.split(' '));
const COUNTED_WORDS = new Set('are is were was digits numbers ones'.split(' '));
/** How many digits a group has, in a token without digits. */
export const COUNTS: ReadonlySet<string> = new Set('two three four five six 2 3 4 5 6'.split(' '));
const LARGEST_COUNT = 6;
const ZERO_WORD: NumberWords = { digits: '0', length: 1 };
const HOLDS_DIGITS = new RegExp(`\\p{Nd}|${[...UNIT_WORDS, ...TEEN_WORDS, ...TENS_WORDS].join('|')}`, 'iu');

/** Whether a text can hold a number at all: most do not, and cost no more than this look. */
export function mayHoldDigits(text: string): boolean {
  return HOLDS_DIGITS.test(text);
}

/**
 * Takes a text apart in linear time. Digits of every script count, and invisible characters do not.
 *
 * `toSpokenTokens` of the conversation knows the same words for digits and differs on purpose. It reads what a caller
 * means: "the one" and "last four" are no digits there, and "oh" before a single digit is a zero. This reads what must
 * not stay: all of them are digits unless they clearly count some, and "oh" before the first digit of a number needs a
 * second one after it, so that "oh, 4 months" is no number. Only this one keeps the places in the text, and reads
 * letters and digits in another dress.
 */
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
    const last = raw[index + (reading?.length ?? 1) - 1] ?? first;
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
    index += (reading?.length ?? 1) - 1;
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

function readDigits(raw: readonly RawToken[], index: number, followsDigits: boolean): NumberWords | undefined {
  const word = wordAt(raw, index);
  if (OH_WORDS.has(word)) {
    return followsDigits || [1, 2].every((step) => isDigits(wordAt(raw, index + step))) ? ZERO_WORD : undefined;
  }
  return isCount(raw, index) ? undefined : readNumberWords(word, wordAt(raw, index + 1));
}

function isDigits(word: string): boolean {
  return OH_WORDS.has(word) || toDigits(word) !== undefined;
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
  while (end - first <= LARGEST_COUNT && isDigit(wordAt(raw, end))) end += 1;
  return end - first;
}

function isDigit(word: string): boolean {
  return OH_WORDS.has(word) || toDigits(word)?.length === 1;
}

function wordAt(raw: readonly RawToken[], index: number): string {
  return raw[index]?.word ?? '';
}
