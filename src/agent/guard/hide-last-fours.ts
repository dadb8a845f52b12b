import { readNumbers } from '../../conversation/read-digits';
import { type SpokenFacts } from './spoken-facts';

const DIGIT = '(?:\\d|zero|oh|one|two|three|four|five|six|seven|eight|nine)';
const FOUR_DIGITS = new RegExp(
  `(?<![\\w$€£¥.,/-]|[$€£¥] )(?:\\d{4}|${DIGIT}(?:[\\s,.-]+${DIGIT}){3})(?![\\w%]|[.,/-]\\d|\\s*(?:dollars|percent|euros|cents|usd|miles)\\b)`,
  'gi',
);
const CARD_AND_FOUR = new RegExp(
  `(?:(?:your|the|a|an|my|this|that)\\s+)?(?:(?:visa|master\\s?card|amex|american express|credit|debit|gold|platinum)\\s+)*(?:(?:card|one)\\s+)?(?:that\\s+)?(?:ending|ends|finishing)\\s+(?:in|with|on)\\s+(?=FOUR$)`,
  'i',
);
const YEAR_BEFORE =
  /(?:\b(?:since|until|till|by|year|of|early|late|during|january|february|march|april|may|june|july|august|september|october|november|december)|\d,)\s+$/i;
const YEAR = /^20[0-4]\d$/;
const HIDDEN_CARD = 'one of your cards';

export interface HiddenDigits {
  readonly text: string;
  readonly hasHidden: boolean;
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
