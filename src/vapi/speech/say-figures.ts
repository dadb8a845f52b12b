import { sayDigits, sayNumber } from './say-number';

/** More is no sum that anybody says in one breath; it stays as it is written. */
const LONGEST_SUM_DIGITS = 12;

const MINUS = /-(?=\$\s?\d)/g;
const MONEY = /\$\s?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?(?!,?\d|\.\d)/g;
const PERCENT = /(\d+)(?:\.(\d+))?\s?%/g;
/** What is told digit by digit: the end of a card's number, and what is named by a code of digits. */
const SPELLED = /\b(ending in|ends in|last four digits(?: are)?|code is|passcode is) (\d{3,8})\b/gi;

/** Sums, rates and the digits of cards as a voice reads them well: "$312.40" is "three hundred twelve dollars and forty cents". */
export function sayFigures(sentence: string): string {
  return sentence
    .replace(MINUS, 'minus ')
    .replace(MONEY, (written, whole: string, cents: string | undefined) => {
      const dollars = whole.replaceAll(',', '');
      return dollars.length > LONGEST_SUM_DIGITS ? written : sayMoney(dollars, cents);
    })
    .replace(PERCENT, (written, whole: string, decimals: string | undefined) => {
      if (whole.length > LONGEST_SUM_DIGITS) return written;
      const point = decimals === undefined ? '' : ` point ${sayDigits(decimals)}`;
      return `${sayNumber(Number(whole))}${point} percent`;
    })
    .replace(SPELLED, (_, before: string, digits: string) => `${before} ${sayDigits(digits)}`);
}

function sayMoney(dollars: string, cents = '00'): string {
  const amount = Number(dollars);
  const change = Number(cents);
  const parts = [
    ...(amount > 0 || change === 0 ? [`${sayNumber(amount)} ${amount === 1 ? 'dollar' : 'dollars'}`] : []),
    ...(change > 0 ? [`${sayNumber(change)} ${change === 1 ? 'cent' : 'cents'}`] : []),
  ];
  return parts.join(' and ');
}
