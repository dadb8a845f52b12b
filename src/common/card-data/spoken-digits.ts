/** A word or a run of digits in a text, with its place in the text as it was given. */
export interface TextToken {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  /** ASCII digits, when the token stands for digits; `double one` and `forty two` are one token each. */
  readonly digits?: string;
  /** What separates it from the token before. */
  readonly gap: string;
}

const UNITS = 'zero one two three four five six seven eight nine'.split(' ');
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
/** Stands for a letter of another alphabet, which ends a number. */
export const OTHER_LETTER = '\u00b7';
const OH = new Set(['oh', 'o']);
const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
  ['quadruple', 4],
]);
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
  const { plain, offsets } = toPlain(text);
  const raw = [...plain.matchAll(/\d+|[a-z]+/g)].map(({ 0: word, index }) => ({ word, index }));
  const tokens: TextToken[] = [];
  let previousEnd = 0;
  for (let index = 0; index < raw.length; index += 1) {
    const first = raw[index];
    if (first === undefined) break;
    const followers = [raw[index + 1]?.word ?? '', raw[index + 2]?.word ?? ''] as const;
    const reading = readDigits(first.word, followers, tokens.at(-1)?.digits !== undefined);
    const last = raw[index + (reading?.extraWords ?? 0)] ?? first;
    const end = last.index + last.word.length;
    tokens.push({
      start: offsets?.[first.index] ?? first.index,
      end: offsets?.[end] ?? end,
      word: first.word,
      gap: plain.slice(previousEnd, first.index),
      ...(reading === undefined ? {} : { digits: reading.digits }),
    });
    previousEnd = end;
    index += reading?.extraWords ?? 0;
  }
  return tokens;
}

interface DigitsReading {
  readonly digits: string;
  /** Words after the first that belong to it. */
  readonly extraWords: number;
}

function readDigits(
  word: string,
  [next, afterNext]: readonly [string, string],
  followsDigits: boolean,
): DigitsReading | undefined {
  const repeat = REPEATS.get(word);
  if (repeat !== undefined) {
    const digit = toDigits(next);
    return digit?.length === 1 ? { digits: digit.repeat(repeat), extraWords: 1 } : undefined;
  }
  if (OH.has(word)) {
    const isZero = followsDigits || (toDigits(next) !== undefined && toDigits(afterNext) !== undefined);
    return isZero ? { digits: '0', extraWords: 0 } : undefined;
  }
  const digits = toDigits(word);
  if (digits === undefined) return undefined;
  const unit = UNITS.indexOf(next);
  return TENS.includes(word) && unit > 0
    ? { digits: `${digits.charAt(0)}${unit}`, extraWords: 1 }
    : { digits, extraWords: 0 };
}

function toDigits(word: string): string | undefined {
  if (/^\d/.test(word)) return word;
  return OH.has(word) ? '0' : DIGITS_BY_WORD.get(word);
}

interface PlainText {
  readonly plain: string;
  /** For each place of `plain` the place in the text; absent when they are the same. */
  readonly offsets?: readonly number[];
}

function toPlain(text: string): PlainText {
  if (/^\p{ASCII}*$/u.test(text)) return { plain: text.toLowerCase() };
  const offsets: number[] = [];
  let plain = '';
  let place = 0;
  for (const character of text) {
    const folded = foldCharacter(character);
    offsets.push(...Array.from(folded, () => place));
    plain += folded;
    place += character.length;
  }
  offsets.push(place);
  return { plain, offsets };
}

function foldCharacter(character: string): string {
  if (/\p{ASCII}/u.test(character)) return character.toLowerCase();
  if (/[\p{Cf}\p{Mn}]/u.test(character)) return '';
  if (/\p{Nd}/u.test(character)) return toAsciiDigit(character);
  const folded = character.normalize('NFKC').toLowerCase();
  if (/^[a-z\d]+$/.test(folded)) return folded;
  return /[\s\p{P}\p{S}]/u.test(character) ? ' ' : OTHER_LETTER;
}

/** Decimal digits of every script come in blocks of ten that begin with zero. */
function toAsciiDigit(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  let first = codePoint;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((codePoint - first) % 10);
}
