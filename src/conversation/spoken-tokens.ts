import { type NumberWords, OH_WORDS, readNumberWords, startsNumber } from '../common/number-words';
import { toAsciiDigit } from '../common/to-ascii-digit';

/** A word, a plus sign, or digits as they were written or spoken, in lower case. */
export interface SpokenToken {
  readonly word: string;
  /** ASCII digits, when the token stands for digits: "four", "42", "forty two" and "double one" do. */
  readonly digits?: string;
  /** What stands between this token and the one before: spaces, signs, letters of other alphabets. */
  readonly gap: string;
}

/** Sounds of thinking, which do not end a number. */
export const HESITATIONS: ReadonlySet<string> = new Set('um umm uh uhh er erm eh ah hm hmm mm'.split(' '));

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
 *
 * This reads what a caller means: what may be no digit is none. Masking reads what may be a digit, by `toTextTokens` of
 * `common/card-data`; the words for digits are the same.
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

function readDigitsAt(
  raw: readonly RawToken[],
  index: number,
  previous: SpokenToken | undefined,
): NumberWords | undefined {
  const word = raw[index]?.word ?? '';
  const next = raw[index + 1]?.word ?? '';
  if (OH_WORDS.has(word)) {
    const isZero = previous?.digits !== undefined || OH_WORDS.has(next) || startsNumber(next);
    return isZero ? { digits: '0', length: 1 } : undefined;
  }
  const reading = readNumberWords(word, next);
  return reading === undefined || isCountOrPronoun(reading.digits, word, previous?.word) ? undefined : reading;
}

function isCountOrPronoun(digits: string, word: string, previousWord = ''): boolean {
  return (
    (digits.length === 1 && COUNTING_WORDS.has(previousWord)) || (word === 'one' && POINTING_WORDS.has(previousWord))
  );
}
