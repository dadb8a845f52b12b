import { randomInt } from 'node:crypto';

const DIGITS = 8;

/** `D-48213790`: short enough to be said and written down, and nobody can tell from it how many disputes there are. */
export function makeDisputeReference(): string {
  return `D-${randomInt(10 ** DIGITS)
    .toString()
    .padStart(DIGITS, '0')}`;
}
