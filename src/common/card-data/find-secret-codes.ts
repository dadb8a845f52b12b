import { type TextToken } from './spoken-digits';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** How many tokens may stand between the word and the digits: "my security code on the back is uh one two three". */
const REACH = 8;
const REACH_BACK = 4;
/** Longer runs are no secret of this kind. */
const LONGEST = 6;

interface Secret {
  /** The words that name it. */
  readonly name: readonly string[];
  /** How many digits it may have. */
  readonly lengths: readonly number[];
}

const SECRETS: readonly Secret[] = [
  ...['cvv', 'cvc', 'cid', 'csc', 'cvn'].flatMap((word) => nameSpelled(word, [3, 4])),
  ...['security', 'verification', 'card'].map((word) => ({ name: [word, 'code'], lengths: [3, 4] })),
  ...['security', 'verification'].map((word) => ({ name: [word, 'number'], lengths: [3, 4] })),
  { name: ['on', 'the', 'back'], lengths: [3] },
  ...nameSpelled('pin', [4, 5, 6]),
];
/** By their first words, so that all other words cost one look. */
const SECRETS_BY_WORD: ReadonlyMap<string, readonly Secret[]> = new Map(
  SECRETS.map(({ name: [word = ''] }) => [word, SECRETS.filter(({ name }) => name[0] === word)]),
);
/** "Social security number": another secret, of which callers may say the last four digits. */
const OTHER_SECRET = 'social';
/** Digits after these are the end of a card number, which the system knows and may hear. */
const LAST_FOUR = new Set(['last', 'ending', 'ends', 'end', 'four']);

/** Places of security codes and PINs: digits near a word that names one. */
export function findSecretCodes(tokens: readonly TextToken[]): readonly Place[] {
  const places: Place[] = [];
  for (const [index, { word }] of tokens.entries()) {
    const secret = SECRETS_BY_WORD.get(word)?.find(({ name }) => isNamedAt(tokens, index, name));
    const place = secret === undefined ? undefined : findPlace(tokens, index, secret);
    if (place !== undefined) places.push(place);
  }
  return places;
}

/** In one word, or letter by letter: "CVV", "C.V.V." and "c v v". */
function nameSpelled(word: string, lengths: Secret['lengths']): readonly Secret[] {
  return [
    { name: [word], lengths },
    { name: Array.from(word), lengths },
  ];
}

function isNamedAt(tokens: readonly TextToken[], index: number, name: readonly string[]): boolean {
  if (tokens[index - 1]?.word === OTHER_SECRET) return false;
  return name.every((word, offset) => tokens[index + offset]?.word === word);
}

/** After the name, or else before it. */
function findPlace(tokens: readonly TextToken[], index: number, { name, lengths }: Secret): Place | undefined {
  const after = skipVersion(tokens, index + name.length);
  if (tokens.slice(after, after + REACH).some(isHidden)) return undefined;
  return (
    findDigits(tokens, { from: after, to: after + REACH, lengths }) ??
    findDigits(tokens, { from: Math.max(0, index - REACH_BACK), to: index, lengths })
  );
}

/** What was hidden before: the digits around it are none of that secret. */
function isHidden({ word, gap }: TextToken): boolean {
  return word === 'hidden' && gap.endsWith('[');
}

/** The figure of "CVV2" and "CVC2" is no digit of the code. */
function skipVersion(tokens: readonly TextToken[], index: number): number {
  const token = tokens[index];
  return token?.digits === '2' && token.gap === '' ? index + 1 : index;
}

interface Search {
  readonly from: number;
  readonly to: number;
  readonly lengths: readonly number[];
}

/** The first run of digits that begins within the bounds and has one of the lengths. */
function findDigits(tokens: readonly TextToken[], { from, to, lengths }: Search): Place | undefined {
  let first = from;
  while (first < Math.min(to, tokens.length)) {
    let end = first;
    let digits = '';
    while (tokens[end]?.digits !== undefined && digits.length <= LONGEST) {
      digits += tokens[end]?.digits ?? '';
      end += 1;
    }
    const isOther = [first - 1, first - 2].some((index) => LAST_FOUR.has(tokens[index]?.word ?? ''));
    if (lengths.includes(digits.length) && !isOther) {
      return { start: tokens[first]?.start ?? 0, end: tokens[end - 1]?.end ?? 0 };
    }
    first = Math.max(end, first + 1);
  }
  return undefined;
}
