import { TEEN_WORDS, TENS_WORDS, UNIT_WORDS } from '../../common/number-words';

const SCALES: readonly (readonly [value: number, word: string])[] = [
  [1_000_000_000, 'billion'],
  [1_000_000, 'million'],
  [1_000, 'thousand'],
  [100, 'hundred'],
];

/** `312` becomes "three hundred twelve", as it is said in the United States. @param value a whole number from 0 to 10^12 - 1. */
export function sayNumber(value: number): string {
  const scale = SCALES.find(([least]) => value >= least);
  if (scale === undefined) return sayBelowHundred(value);
  const [least, word] = scale;
  const rest = value % least;
  const beginning = `${sayNumber(Math.floor(value / least))} ${word}`;
  return rest === 0 ? beginning : `${beginning} ${sayNumber(rest)}`;
}

/** `4211` becomes "four two one one". */
export function sayDigits(digits: string): string {
  return Array.from(digits, (digit) => UNIT_WORDS[Number(digit)] ?? digit).join(' ');
}

function sayBelowHundred(value: number): string {
  if (value < 10) return UNIT_WORDS[value] ?? '';
  if (value < 20) return TEEN_WORDS[value - 10] ?? '';
  const tens = TENS_WORDS[Math.floor(value / 10) - 2] ?? '';
  return value % 10 === 0 ? tens : `${tens} ${UNIT_WORDS[value % 10] ?? ''}`;
}
