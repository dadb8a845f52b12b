import { TEEN_WORDS, TENS_WORDS, UNIT_WORDS } from '../../common/number-words';
import { readNumbers } from '../../conversation/read-digits';
import { foldText } from './fold-text';
import { type SpokenFacts } from './spoken-facts';

const UNITS = UNIT_WORDS.join('|');
const TENS = TENS_WORDS.join('|');
const DIGIT = `(?:\\d|oh|${UNITS})`;
const PAIR = `(?:${TEEN_WORDS.join('|')}|(?:${TENS})(?:[\\s-]+(?:${UNIT_WORDS.slice(1).join('|')}))?)`;
const MASKED = '(?<=(?:[x*•#.]{2,4}[\\s-]?){1,4})';
const FOUR_DIGITS = new RegExp(
  `(?:(?<![\\w$€£¥.,/-]|[$€£¥] )|${MASKED})(?:\\d{4}|${PAIR}[\\s-]+${PAIR}|${DIGIT}(?:[\\s,.-]+${DIGIT}){3})(?![\\w%]|[.,/-]\\d|\\s*(?:dollars|percent|euros|cents|usd|miles|days|months|years)\\b)`,
  'gi',
);
const CARD_AND_FOUR = new RegExp(
  `(?:(?:your|the|a|an|my|this|that)\\s+)?(?:(?:visa|master\\s?card|amex|american express|credit|debit|gold|platinum)\\s+)*(?:(?:card|one)\\s+)?(?:that\\s+)?(?:ending|ends|finishing)\\s+(?:in|with|on)\\s+(?=FOUR$)`,
  'i',
);
const YEAR_BEFORE =
  /(?:\b(?:since|(?<!\b(?:ending|ends|finishing) )in|until|till|by|year|of|early|late|during|january|february|march|april|may|june|july|august|september|october|november|december)|\d,)\s+$/i;
const YEAR = /^(?:19\d\d|20[0-4]\d)$/;
const NAMES_CARD =
  /\b(?:cards?|visa|master ?card|amex|american express|tarjetas?|cartes?|karten?|digits?|end(?:s|ing)?|finish(?:es|ing)?)\b/;
/** "One" alone is a pronoun more often than it begins digits. */
const MAY_BE_DIGITS = new RegExp(
  `^\\W*(?:\\d{4}|oh|${UNIT_WORDS.filter((word) => word !== 'one').join('|')}|\\w+teen|${TENS})\\W*$`,
  'i',
);
const HIDDEN_CARD = 'one of your cards';

export interface HiddenDigits {
  readonly text: string;
  readonly hasHidden: boolean;
}

/** Whether a text names a card, so that four digits in it or soon after may be the end of its number. */
export function namesCard(text: string): boolean {
  return NAMES_CARD.test(foldText(text));
}

/** Whether a word may be, or begin, four digits. */
export function mayBeDigits(word: string): boolean {
  return MAY_BE_DIGITS.test(word.trim());
}

/** Replaces four digits that may be the end of somebody's card number, unless the caller has said them. */
export function hideLastFours(written: string, facts: SpokenFacts): HiddenDigits {
  const sentence = /(?![0-9])\p{Nd}/u.test(written) ? written.normalize('NFKC') : written;
  let text = '';
  let end = 0;
  let hasHidden = false;
  for (const { 0: found, index } of sentence.matchAll(FOUR_DIGITS)) {
    const before = sentence.slice(end, index);
    if (isKnown(found, facts) || (YEAR.test(found) && YEAR_BEFORE.test(before))) continue;
    hasHidden = true;
    const named = CARD_AND_FOUR.exec(`${before}FOUR`);
    text += named === null ? `${before}****` : before.slice(0, named.index) + HIDDEN_CARD;
    end = index + found.length;
  }
  return { text: text + sentence.slice(end), hasHidden };
}

function isKnown(found: string, facts: SpokenFacts): boolean {
  return facts.isKnownLastFour(
    readNumbers(found)
      .numbers.map(({ digits }) => digits)
      .join(''),
  );
}
