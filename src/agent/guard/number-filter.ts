import { isCardNumber } from '../../common/mask-number-groups';
import { maskSensitive } from '../../common/mask-sensitive';
import { readNumbers } from '../../conversation/read-digits';
import { toSpokenTokens } from '../../conversation/spoken-tokens';
import { type SpokenFacts } from './spoken-facts';

/** Said instead of a number that is not for this caller's ears, or for nobody's. */
const HIDDEN = 'that number';

const MIN_CARD_DIGITS = 13;
const MIN_PHONE_DIGITS = 7;
/** So many separate digits in a row are no price and no term. */
const MIN_SPELLED_TOKENS = 6;
const LONGEST_RUN = 240;
const BEGINS_NUMBER = /^\W*(?:plus|double|triple|treble)\W*$/i;
const WITHIN_NUMBER = /^\W*(?:oh?|and|then|dash|hyphen|space|dot|point|uh|um|er|hmm|[^\w\s]*)\W*$/i;
const SUM = /[$€£¥%]|^\W*\d{1,3}(?:,\d{3}){1,3}(?:\.\d+)?\W*$|^\W*\d{1,6}\.\d{1,4}\W*$/;
const LISTED = /^\W*\d{1,3}[,;:]$/;
const UNIT =
  /^\W*(?:dollars?|cents?|usd|euros?|eur|pounds?|gbp|percent|months?|years?|days?|hours?|minutes?|miles|points?|times)\b/i;
const DATE =
  /^\W*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}\s?[-–]\s?\d{4}|\d{1,2}:\d\d(?::\d\d)?)\W*$/;

export interface FilteredWords {
  readonly words: readonly string[];
  readonly hasHidden: boolean;
}

/** Holds the words of a number back until it is over, and hides card and telephone numbers. */
export class NumberFilter {
  private run: string[] = [];
  private runLength = 0;

  constructor(private readonly facts: SpokenFacts) {}

  push(word: string): FilteredWords {
    if (isNumeric(word) || (this.run.length > 0 && WITHIN_NUMBER.test(word.trim()))) {
      this.run.push(word);
      this.runLength += word.length;
      return this.runLength > LONGEST_RUN ? this.flush() : { words: [], hasHidden: false };
    }
    if (this.run.length === 0) return { words: [word], hasHidden: false };
    const { words, hasHidden } = this.flush(word);
    return { words: [...words, word], hasHidden };
  }

  /** The number so far, as if it were over. */
  flush(next = ''): FilteredWords {
    const numberLength = this.run.findLastIndex(isNumeric) + 1;
    const run = this.run.slice(0, numberLength);
    const after = this.run.slice(numberLength);
    this.run = [];
    this.runLength = 0;
    if (readDigits(run.join('')).length < MIN_PHONE_DIGITS) return { words: [...run, ...after], hasHidden: false };
    const parts = isCardInList(run) ? [{ words: run, isSum: false }] : splitRun(run, next);
    const said = parts.map((part) => (this.mustHide(part) ? { words: hide(part.words), isHidden: true } : part));
    return {
      words: [...said.flatMap(({ words }) => words), ...after],
      hasHidden: said.some((part) => 'isHidden' in part),
    };
  }

  private mustHide({ words, isSum }: NumberPart): boolean {
    const text = words.join('').trim();
    const digits = readDigits(text);
    if (digits.length >= MIN_CARD_DIGITS) return true;
    if (isSum || digits.length < MIN_PHONE_DIGITS || this.facts.isOwnNumber(digits) || DATE.test(text)) return false;
    const tokens = readNumbers(text).numbers.flatMap((number) => number.tokens);
    return tokens.length >= MIN_SPELLED_TOKENS || maskSensitive(text) !== text;
  }
}

function isNumeric(word: string): boolean {
  if (BEGINS_NUMBER.test(word)) return true;
  const tokens = toSpokenTokens(word.normalize('NFKC')).slice(0, -1);
  const letters = tokens.reduce(
    (sum, token) => sum + (token.digits === undefined && token.word !== '+' ? token.word.length : 0),
    0,
  );
  const digits = tokens.reduce((sum, token) => sum + (token.digits?.length ?? 0), 0);
  return digits > 0 && (letters === 0 || digits >= MIN_PHONE_DIGITS || (digits > 1 && letters <= 1));
}

function readDigits(text: string): string {
  return readNumbers(text.normalize('NFKC'))
    .numbers.map(({ digits }) => digits)
    .join('');
}

/** A card number in groups with commas looks like a list of terms: the check digit tells. */
function isCardInList(run: readonly string[]): boolean {
  return !run.some((word) => /[$€£¥%]/.test(word)) && isCardNumber(readDigits(run.join('')));
}

interface NumberPart {
  readonly words: string[];
  readonly isSum: boolean;
}

/** Sums, items of a list and what has a unit are numbers of their own. */
function splitRun(run: readonly string[], next: string): readonly NumberPart[] {
  const parts: NumberPart[] = [];
  let startsNew = true;
  for (const [index, word] of run.entries()) {
    const bare = word.trim();
    const hasUnit = index === run.length - 1 && /^\W*\d{1,9}$/.test(bare) && UNIT.test(next.trim());
    const isSum = hasUnit || SUM.test(bare);
    if (startsNew || isSum) parts.push({ words: [word], isSum });
    else parts.at(-1)?.words.push(word);
    startsNew = isSum || (LISTED.test(bare) && bare.replace(/\D/g, '').length > 1);
  }
  return parts;
}

function hide(part: readonly string[]): string[] {
  const space = /^\s*/.exec(part[0] ?? '')?.[0] ?? '';
  const end = /[.,;:!?]*$/.exec(part.at(-1) ?? '')?.[0] ?? '';
  return [`${space}${HIDDEN}${end}`];
}
