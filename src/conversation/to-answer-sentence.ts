import { toSpokenTokens } from './spoken-tokens';

/** Which card a question is about, as far as a caller can name it. */
export interface CardName {
  readonly lastFour: string;
  readonly network: string;
}

/** Acts on a card that are also said to withdraw a question. */
export const STOPPING_WORDS: ReadonlySet<string> = new Set(['stop', 'cancel']);

/** Said twice, these are no stutter: they insist, "uh-uh" is a no, and "no, no problem" has a no in it. */
const REPEATABLE: ReadonlySet<string> = new Set([...STOPPING_WORDS, 'uh', 'no']);

const SHORT_FORMS: ReadonlyMap<string, string> = new Map(
  Object.entries({ im: 'i am', its: 'it is', thats: 'that is', id: 'i would', ive: 'i have', ok: 'okay' }),
);

/** What speech recognition makes of long vowels. */
const DRAWN_OUT: readonly (readonly [heard: RegExp, word: string])[] = [
  [/^ye+s+$/, 'yes'],
  [/^ye+a+h+$/, 'yeah'],
  [/^n+o+h?$/, 'no'],
];

const NETWORKS: readonly (readonly [spoken: RegExp, network: string])[] = [
  [/\bvisa\b/g, 'Visa'],
  [/\bmaster ?card\b/g, 'Mastercard'],
  [/\b(amex|american express)\b/g, 'American Express'],
  [/\bdiscover\b/g, 'Discover'],
  [/\bmaestro\b/g, 'Maestro'],
  [/\bdiners( club)?\b/g, 'Diners Club'],
];

const THE_CARD = /\b(the|my|this|that) (credit )?(NETWORK card|NETWORK|card|one)\b/g;

/**
 * The words of an answer in lower case, without accents and stutter, so that a "no" is found in whatever spelling.
 * DIGITS stands for digits, NETWORK for the network in question and OTHER for another one, CARD for "the card", "my
 * Visa", "this one".
 */
export function toAnswerSentence(text: string, { network }: CardName): string {
  const words = toSpokenTokens(withoutAccents(text))
    .map(({ word, digits }) => (digits === undefined ? toPlainWord(word) : 'DIGITS'))
    .filter((word) => word !== '');
  let sentence = words.filter((word, index) => word !== words[index - 1] || REPEATABLE.has(word)).join(' ');
  for (const [spoken, name] of NETWORKS)
    sentence = sentence.replace(spoken, name.toLowerCase() === network.toLowerCase() ? 'NETWORK' : 'OTHER');
  return sentence.replace(THE_CARD, 'CARD');
}

/** Accents and marks hide a word from the eye, or from a program, but not from the ear. */
export function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}

function toPlainWord(word: string): string {
  return DRAWN_OUT.find(([heard]) => heard.test(word))?.[1] ?? SHORT_FORMS.get(word) ?? word;
}
