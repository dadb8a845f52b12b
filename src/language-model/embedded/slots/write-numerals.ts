import { TEN_WORDS, UNIT_WORDS } from '../data/number-words';

const UNITS = UNIT_WORDS.join('|');
const TENS = new RegExp(`\\b(${TEN_WORDS.join('|')})(?:[ -](${UNIT_WORDS.slice(1, 10).join('|')}))?\\b`, 'g');
const REPEATED_DIGIT = new RegExp(`\\b(double|triple) (\\d|${UNITS}|oh)\\b`, 'g');
const SINGLE_UNITS = new RegExp(`\\b(${UNITS})\\b`, 'g');

/** Writes spoken numbers up to 99 in numerals, lower-casing the text: "Forty two, double five" becomes "42, 5 5". */
export function writeNumerals(text: string): string {
  return text
    .toLowerCase()
    .replace(
      REPEATED_DIGIT,
      (_, times: string, digit: string) => `${times === 'triple' ? `${digit} ` : ''}${digit} ${digit}`,
    )
    .replace(TENS, (_, ten: string, unit: string | undefined) =>
      String((TEN_WORDS.indexOf(ten) + 2) * 10 + Math.max(0, UNIT_WORDS.indexOf(unit ?? ''))),
    )
    .replace(SINGLE_UNITS, (unit) => String(UNIT_WORDS.indexOf(unit)));
}
