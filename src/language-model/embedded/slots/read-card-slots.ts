import { parsePhoneNumber, type PhoneNumber } from '../../../common/phone-number';
import { writeNumerals } from './write-numerals';

export interface CardSlots {
  readonly phoneNumber?: PhoneNumber;
  /** Four digits. */
  readonly lastFour?: string;
  readonly network?: string;
}

/** Number words that are none here: "the last four", "the one ending in", "that one", "the 8805 one". */
const FALSE_NUMBERS =
  /\b(?:(last) (?:four|4)|(the|that|this|which|other|my|only|\d{4}) one|one (ending|that|which|with|is))\b/g;
const SPOKEN_ZERO = /\boh?\b(?=[ ,]{0,2}\d)|(?<=\d[ ,]{0,2})\boh?\b/g;
/** "Four, two, one, one" is one answer, "4211, 8805" are two. */
const COMMA_WITHIN = /(?<=(?<!\d)\d{1,3}), ?(?=\d)/g;
const DIGIT_RUN = /\+?\d(?:[\s().-]*\d)*/g;
const CARD_NUMBER = /^\d{13,19}$/;
const FEWEST_PHONE_DIGITS = 7;
const NEARBY_LENGTH = 30;
const LAST_FOUR_CUE =
  /\b(?:end|ends|ending|finish|finishing|last|digits?|number|cards?|visa|mastercard|amex|express)\b/;
const IS_MONEY_BEFORE = /[$€£]\s*$/;
const IS_QUANTITY_AFTER = /^\s*(?:dollars?|bucks|usd|years?|months?|k|thousand|hundred|percent|%)/;
const NETWORKS: readonly (readonly [word: RegExp, network: string])[] = [
  [/\bvisa\b/i, 'Visa'],
  [/\bmaster ?card\b/i, 'Mastercard'],
  [/\b(?:amex|american express)\b/i, 'American Express'],
];
const FILLER = /^(?:it|s|its|is|the|card|one|ending|ends|in|with|number|my|a|and|uh|um|please|phone|digits|last)$/;
const CARD_DETAIL = /^(?:\d+|plus|visa|master|mastercard|amex|american|express)$/;

/**
 * Finds the telephone number, the card's network and its last four digits, said ("double five oh two") or written.
 *
 * @param isAnswer whether cards are being spoken of already: then four digits need no "ending in" before them.
 */
export function readCardSlots(text: string, isAnswer: boolean): CardSlots {
  const written = writeDigits(text);
  const slots: { -readonly [Slot in keyof CardSlots]: CardSlots[Slot] } = {};
  const networks = NETWORKS.filter(([word]) => word.test(text)).map(([, network]) => network);
  if (networks.length === 1 && networks[0] !== undefined) slots.network = networks[0];
  for (const { 0: run, index } of written.matchAll(DIGIT_RUN)) {
    const digits = run.replace(/[^+\d]/g, '');
    const before = written.slice(Math.max(0, index - NEARBY_LENGTH), index);
    const after = written.slice(index + run.length, index + run.length + NEARBY_LENGTH);
    const isCounted = IS_MONEY_BEFORE.test(before) || IS_QUANTITY_AFTER.test(after);
    const isLastFour = /^\d{4}$/.test(digits) && !isCounted && (isAnswer || LAST_FOUR_CUE.test(before));
    // A caller who reads out the whole card number has said its end too; the rest goes nowhere.
    if (isLastFour || CARD_NUMBER.test(digits)) slots.lastFour ??= digits.slice(-4);
    const phoneNumber = isLastFour ? undefined : readPhoneNumber(digits);
    if (phoneNumber !== undefined) slots.phoneNumber ??= phoneNumber;
  }
  return slots;
}

/** Whether a message is hardly more than digits or the name of a card network: an answer, whatever was asked. */
export function isMainlyCardDetail(text: string): boolean {
  const { details, words } = countCardDetails(text);
  return details > 0 && details * 2 >= words;
}

/** Whether a message is nothing but digits or the name of a card network, so that it can ask for nothing else. */
export function isOnlyCardDetail(text: string): boolean {
  const { details, words } = countCardDetails(text);
  return details > 0 && details === words;
}

function countCardDetails(text: string): { readonly details: number; readonly words: number } {
  const words = (writeDigits(text).match(/\p{L}+|\d+/gu) ?? []).filter((word) => !FILLER.test(word));
  return { details: words.filter((word) => CARD_DETAIL.test(word)).length, words: words.length };
}

function writeDigits(text: string): string {
  return writeNumerals(text.toLowerCase().replace(FALSE_NUMBERS, '$1$2$3 '))
    .replace(SPOKEN_ZERO, '0')
    .replace(/\bplus\s+(?=\d)/g, '+')
    .replace(COMMA_WITHIN, ' ');
}

function readPhoneNumber(digits: string): PhoneNumber | undefined {
  if (digits.length < FEWEST_PHONE_DIGITS || CARD_NUMBER.test(digits)) return undefined;
  // No American area code begins with 1: ten such digits are an international number without its plus sign.
  return parsePhoneNumber(/^1\d{9}$/.test(digits) ? `+${digits}` : digits);
}
