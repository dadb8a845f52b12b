import { isDigits, readDigitRuns } from './read-digits';

/**
 * What the caller's own words say to an open question about one card:
 * `yes` and `no` plainly, `changed` when they speak of another card or correct something, otherwise `unclear`.
 */
export type Answer = 'yes' | 'no' | 'changed' | 'unclear';

export interface CardInQuestion {
  readonly lastFour: string;
  readonly network: string;
}

const MAX_LENGTH = 300;

const YES_WORDS = new Set(
  'yes yeah yep yup yea aye ok okay sure correct confirm confirmed affirmative absolutely definitely certainly'.split(
    ' ',
  ),
);
const YES_PHRASES = [
  'go ahead',
  'do it',
  'do that',
  'please do',
  'of course',
  'thats right',
  'that is right',
  'go for it',
];

/** Any of these makes it no yes, whatever else is said: withdrawing is always the safe reading. */
const NO_WORDS = new Set(
  'no nope nah not dont never nevermind wait hold cancel forget isnt doesnt didnt wont cant cannot shouldnt wouldnt later'.split(
    ' ',
  ),
);
const CHANGE_WORDS = new Set('other another different wrong instead rather both neither second'.split(' '));

/** Words that may surround a yes without changing it. */
const FILLER_WORDS = new Set(
  (
    'please thanks thank you i im am is it its that thats this the my a would like want to and just right now then so ' +
    'go ahead do of course for very much well oh uh um hmm sir maam madam card cards credit debit account one number ' +
    'block blocked lock freeze stop ending ends ended in with last four digits you can may should could immediately ' +
    'quickly really quite very lost stolen visa mastercard american express amex'
  ).split(' '),
);

const NETWORKS: readonly (readonly [word: RegExp, network: string])[] = [
  [/\bvisa\b/, 'Visa'],
  [/\bmaster ?card\b/, 'Mastercard'],
  [/\b(amex|american express)\b/, 'American Express'],
];

/** Reads an answer deterministically. The model has no part in it, and neither has any message but the caller's last. */
export function readAnswer(text: string, card: CardInQuestion): Answer {
  if (text.length > MAX_LENGTH) return 'unclear';
  const words = toWords(text);
  const sentence = words.join(' ');
  if (words.some((word) => CHANGE_WORDS.has(word)) || namesAnotherCard(sentence, card)) return 'changed';
  const saysYes = words.some((word) => YES_WORDS.has(word)) || YES_PHRASES.some((phrase) => sentence.includes(phrase));
  if (sentence === 'stop' || words.some((word) => NO_WORDS.has(word))) return 'no';
  if (!saysYes || text.includes('?')) return 'unclear';
  return words.every(isHarmless) ? 'yes' : 'unclear';
}

function toWords(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\bno (problem|worries)\b/g, '')
    .trim();
  return plain.split(' ').filter((word) => word !== '');
}

function isHarmless(word: string): boolean {
  return YES_WORDS.has(word) || FILLER_WORDS.has(word) || isDigits(word);
}

function namesAnotherCard(sentence: string, card: CardInQuestion): boolean {
  const namedNetworks = NETWORKS.filter(([word]) => word.test(sentence)).map(([, network]) => network);
  if (namedNetworks.length > 0 && !namedNetworks.includes(card.network)) return true;
  return readDigitRuns(sentence).some((digits) => digits.length >= 3 && !digits.endsWith(card.lastFour));
}
