import { type Evidence, type NamedText, type Violation } from '../evidence';

/** Thirteen to nineteen digits, in groups or not; not a part of a longer word, number or id. */
const DIGITS = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g;
/** The log's own clock counts milliseconds in thirteen digits. */
const LOG_TIME = /"time":\d{13}\b/g;

/** No card number anywhere, whoever said it, and none of the secrets that were in play. */
export function checkSecrets({ texts, secrets }: Evidence): readonly Violation[] {
  return texts.flatMap((named) => [...findCardNumbers(named), ...findKnown(named, secrets)]);
}

function findCardNumbers({ place, text }: NamedText): readonly Violation[] {
  return (text.replace(LOG_TIME, '').match(DIGITS) ?? [])
    .map((digits) => digits.replace(/\D/g, ''))
    .filter(passesLuhn)
    .map((digits) => ({
      rule: 'no-card-number',
      detail: `A card number that ends in ${digits.slice(-4)} was written down.`,
      rows: [place],
    }));
}

function findKnown({ place, text }: NamedText, secrets: readonly string[]): readonly Violation[] {
  return secrets
    .filter((secret) => text.includes(secret))
    .map((secret) => ({
      rule: 'no-secret',
      detail: `A secret that ends in ${secret.slice(-2)} was written down.`,
      rows: [place],
    }));
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}
