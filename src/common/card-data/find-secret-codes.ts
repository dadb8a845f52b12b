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

/** Words that name a secret, with the number of digits that it has. */
const SECRETS: readonly { readonly name: readonly string[]; readonly lengths: readonly number[] }[] = [
  ...['cvv', 'cvc', 'cid', 'csc', 'cvn'].map((word) => ({ name: [word], lengths: [3, 4] })),
  ...['security', 'verification', 'card'].map((word) => ({ name: [word, 'code'], lengths: [3, 4] })),
  { name: ['on', 'the', 'back'], lengths: [3] },
  { name: ['pin'], lengths: [4, 5, 6] },
];
/** Digits after these are the end of a card number, which the system knows and may hear. */
const LAST_FOUR = new Set(['last', 'ending', 'ends', 'end', 'four']);

/** Places of security codes and PINs: digits near a word that names one. */
export function findSecretCodes(tokens: readonly TextToken[]): readonly Place[] {
  return tokens.flatMap((_token, index) => {
    const secret = SECRETS.find(({ name }) => name.every((word, offset) => tokens[index + offset]?.word === word));
    if (secret === undefined) return [];
    const after = skipVersion(tokens, index + secret.name.length);
    if (tokens.slice(after, after + REACH).some(isHidden)) return [];
    const place =
      findDigits(tokens, { from: after, to: after + REACH, lengths: secret.lengths }) ??
      findDigits(tokens, { from: Math.max(0, index - REACH_BACK), to: index, lengths: secret.lengths });
    return place === undefined ? [] : [place];
  });
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
