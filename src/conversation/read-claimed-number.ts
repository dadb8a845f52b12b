import { isCardNumber } from '../common/mask-number-groups';
import { parsePhoneNumber, type PhoneNumber } from '../common/phone-number';
import { findNumberOwner } from './find-number-owner';
import { hasPlus, readNumbers, type SpokenNumber } from './read-digits';

/** Shorter numbers are amounts, terms, passcodes and last four digits. */
const SHORTEST_NUMBER = 10;
/** Telephone numbers of 14 and more digits are all but unknown, so that a check digit tells card numbers well enough. */
const SHORTEST_LIKELY_CARD = 14;
const LONGEST_TEXT = 1_000;

/**
 * The telephone number that a caller says or writes in their own words, latest first. It is a claim and no more:
 * anybody can say anybody's number. Digits that belong to a card, a passcode, a sum or a case are passed over, and so
 * are digits that only stand together, such as a passcode with the last four of a card after it.
 */
export function readClaimedNumber(userTexts: readonly string[]): PhoneNumber | undefined {
  for (const text of [...userTexts].reverse()) {
    if (text.length > LONGEST_TEXT) continue;
    const number = readNumbers(text).numbers.findLast(isLikePhoneNumber);
    const phoneNumber = number === undefined ? undefined : parsePhoneNumber(toWritten(number));
    if (phoneNumber !== undefined) return phoneNumber;
  }
  return undefined;
}

function toWritten(number: SpokenNumber): string {
  return (hasPlus(number) ? '+' : '') + number.digits;
}

function isLikePhoneNumber(number: SpokenNumber): boolean {
  const { digits } = number;
  if (digits.length < SHORTEST_NUMBER || (findNumberOwner(number) ?? 'phone') !== 'phone') return false;
  if (digits.length >= SHORTEST_LIKELY_CARD && isCardNumber(digits)) return false;
  return hasPlus(number) || !isGroupedLikeOtherNumbers(number);
}

/** Nobody groups a national number 6-4, 4-6 or 4-4-2: those are a passcode with a last four, or a part of a card number. */
function isGroupedLikeOtherNumbers(number: SpokenNumber): boolean {
  const sizes = toGroupSizes(number);
  return sizes.includes(6) || (sizes[0] === 4 && sizes[1] === 4);
}

/** Sizes of the groups that a pause or a sign sets apart; digits that are said one by one belong together. */
function toGroupSizes({ tokens }: SpokenNumber): readonly number[] {
  const sizes: number[] = [];
  let isOpen = false;
  for (const { digits = '', gap } of tokens) {
    const isSingle = digits.length <= 2;
    const continues = isOpen && isSingle && gap.trim() === '';
    if (continues) sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + digits.length;
    else sizes.push(digits.length);
    isOpen = isSingle;
  }
  return sizes;
}
