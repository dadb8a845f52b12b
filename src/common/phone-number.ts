import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** E.164: a plus sign and 7 to 15 digits. */
export type PhoneNumber = string & { readonly __brand: 'PhoneNumber' };

const E164 = /^\+[1-9]\d{6,14}$/;
const SEPARATORS = /[\s().\-/]/g;
const DEFAULT_COUNTRY = 'US';
const MAX_LENGTH = 40;

/**
 * Reads a written number. National forms count as US numbers; a number with a plus sign is kept even when no
 * numbering plan assigns it, since test numbers such as +1234567890 are really used.
 *
 * @returns `undefined` for anything that is no telephone number.
 */
export function parsePhoneNumber(text: string): PhoneNumber | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const compact = text.replace(SEPARATORS, '');
  if (E164.test(compact)) return compact as PhoneNumber;
  if (!/^\d{7,15}$/.test(compact)) return undefined;
  const parsed = parsePhoneNumberFromString(compact, DEFAULT_COUNTRY);
  if (parsed?.isPossible() !== true) return undefined;
  const e164: string = parsed.number;
  return e164 as PhoneNumber;
}

/** `+1234567890` becomes `********90`: enough to recognise a number, not enough to call it. */
export function maskPhoneNumber(phoneNumber: string): string {
  return phoneNumber.slice(0, -2).replace(/[+\d]/g, '*') + phoneNumber.slice(-2);
}
