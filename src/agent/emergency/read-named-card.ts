import { findNumberOwner } from '../../conversation/find-number-owner';
import { readNumbers, type SpokenNumber } from '../../conversation/read-digits';
import { type CardNetwork } from '../../credit-card/credit-card.types';

/** What a caller's words say of the card they mean, in the words of the tool that takes it. */
export interface NamedCard {
  /** Four digits, as the caller said them. */
  readonly last_four?: string;
  readonly network?: CardNetwork;
}

const NETWORK_WORDS: readonly (readonly [RegExp, CardNetwork])[] = [
  [/\bvisa\b/i, 'Visa'],
  [/\bmaster ?card\b/i, 'Mastercard'],
  [/\b(?:amex|american express)\b/i, 'American Express'],
];

/** Four digits that nothing else explains are a card's after these, or at the beginning of what is said. */
const WORDS_BEFORE_DIGITS: ReadonlySet<string> = new Set(
  (
    'card visa mastercard amex express number digits four is its are it with one the this my please yes no and um uh ' +
    'block freeze stop cancel lock suspend sorry okay ok hi hello i mean think or then but not'
  ).split(' '),
);

/** Only one network and one run of four digits: a caller who says more of them has to choose. */
export function readNamedCard(text: string): NamedCard {
  const lastFours = new Set(
    readNumbers(text)
      .numbers.filter(isLastFour)
      .map(({ digits }) => digits),
  );
  const [lastFour] = lastFours;
  const networks = NETWORK_WORDS.filter(([word]) => word.test(text)).map(([, network]) => network);
  const [network] = networks;
  return {
    ...(lastFours.size === 1 && lastFour !== undefined ? { last_four: lastFour } : {}),
    ...(networks.length === 1 && network !== undefined ? { network } : {}),
  };
}

/** A wrong guess at a card's digits costs a caller one of a few: sums, years and parts of other numbers must not. */
function isLastFour(number: SpokenNumber): boolean {
  if (number.digits.length !== 4) return false;
  const owner = findNumberOwner(number);
  if (owner !== undefined) return owner === 'card';
  const wordBefore = number.before.at(-1)?.word;
  return wordBefore === undefined || WORDS_BEFORE_DIGITS.has(wordBefore);
}
