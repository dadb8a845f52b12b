import { parsePhoneNumber, type PhoneNumber } from '../common/phone-number';
import { readDigitRuns } from './read-digits';

/** Shorter runs are amounts, terms and last four digits. */
const SHORTEST_NUMBER = 10;
const LONGEST_TEXT = 1_000;

/**
 * The telephone number that a caller says or writes in their own words, latest first. It is a claim and no more:
 * anybody can say anybody's number.
 */
export function readClaimedNumber(userTexts: readonly string[]): PhoneNumber | undefined {
  for (const text of [...userTexts].reverse()) {
    if (text.length > LONGEST_TEXT) continue;
    const run = readDigitRuns(text).findLast((digits) => digits.replace('+', '').length >= SHORTEST_NUMBER);
    const phoneNumber = run === undefined ? undefined : parsePhoneNumber(run);
    if (phoneNumber !== undefined) return phoneNumber;
  }
  return undefined;
}
