import { cutText } from '../cut-text';
import { WORDS_OUTSIDE_NAMES } from '../data/words-outside-names';
import { pickListedOption } from './pick-listed-option';
import { readCardSlots } from './read-card-slots';
import { readMoney, readOnlyNumber } from './read-quantities';
import { writeNumerals } from './write-numerals';

export interface TransactionSlots {
  readonly merchant?: string;
  /** In dollars. */
  readonly amount?: number;
}

const LONGEST_MERCHANT = 80;
const MOST_NAME_WORDS = 4;
const LISTED_AMOUNT = /\$\s?(\d[\d,]*(?:\.\d{2})?)/g;
const WORD = /\$?[\p{L}\d][\p{L}\d.'’&-]*|[,;:!?]/gu;
/** "Forty two fifty", in numerals. */
const SPOKEN_PRICE = /^\D*(\d{1,4}) (\d{2})(?!\d)\D*$/;
/** "The one", "that one": no number, and no merchant either. */
const POINTING = /\b(?:the|that|this|it.?s|was|is)? ?(?:(?:first|second|third|last|other) )?one\b/gi;

/** After one of these a merchant is named: "a charge at Acme Shoes". */
const BEFORE_NAME = /^(?:at|from|by|to|with)$/;
/** Before one of these a merchant is named too: "the Acme Shoes charge", "Acme charged me twice". */
const AFTER_NAME =
  /^(?:charges?|charged|transactions?|payments?|purchases?|billed|overcharged|bill|order|subscription)$/;
const ARTICLE = /^(?:the|a|an|that|this)$/;
/**
 * Finds the merchant and the amount of a transaction in the caller's words.
 *
 * @param question the assistant's words when it has just asked which transaction is meant, otherwise empty.
 */
export function readTransactionSlots(text: string, question: string): TransactionSlots {
  const merchant = readMerchant(text) ?? (question === '' ? undefined : readAnsweredMerchant(text, question));
  const amount = readMoney(text) ?? (question === '' ? undefined : readAnsweredAmount(text, question));
  return {
    ...(merchant === undefined ? {} : { merchant: cutText(merchant, LONGEST_MERCHANT) }),
    ...(amount === undefined ? {} : { amount }),
  };
}

function readAnsweredAmount(text: string, question: string): number | undefined {
  const listed = pickListedOption(text, question, LISTED_AMOUNT);
  if (listed !== undefined) return Number(listed.replaceAll(',', ''));
  if (readCardSlots(text, false).lastFour !== undefined) return undefined;
  const said = text.replace(POINTING, ' ');
  const [, dollars, cents] = SPOKEN_PRICE.exec(writeNumerals(said)) ?? [];
  return cents === undefined ? readOnlyNumber(said) : Number(`${dollars ?? ''}.${cents}`);
}

function readMerchant(text: string): string | undefined {
  const words = text.match(WORD) ?? [];
  for (const [index, word] of words.entries()) {
    const lower = word.toLowerCase();
    const name = BEFORE_NAME.test(lower)
      ? readNameAfter(words, index + 1)
      : AFTER_NAME.test(lower)
        ? readNameBefore(words, index)
        : undefined;
    if (name !== undefined) return name;
  }
  return undefined;
}

function readNameAfter(words: readonly string[], start: number): string | undefined {
  const from = ARTICLE.test(words[start]?.toLowerCase() ?? '') ? start + 1 : start;
  const rest = words.slice(from, from + MOST_NAME_WORDS);
  const end = rest.findIndex((word) => !isNameWord(word));
  return toName(end === -1 ? rest : rest.slice(0, end));
}

/** "The Acme Shoes charge" needs its article or the start of the text before the name, lest any words become one. */
function readNameBefore(words: readonly string[], end: number): string | undefined {
  let start = end;
  while (start > 0 && end - start < MOST_NAME_WORDS && isNameWord(words[start - 1] ?? '')) start -= 1;
  const isBounded = start === 0 || ARTICLE.test(words[start - 1]?.toLowerCase() ?? '');
  return isBounded ? toName(words.slice(start, end)) : undefined;
}

/** The words of an answer that the question had too, or a short answer as it is: it can only be the name. */
function readAnsweredMerchant(text: string, question: string): string | undefined {
  const words = (text.replace(POINTING, ' ').match(WORD) ?? []).filter((word) => isNameWord(word));
  const asked = new Set((question.toLowerCase().match(WORD) ?? []).filter((word) => isNameWord(word)));
  const shared = words.filter((word) => asked.has(word.toLowerCase()));
  if (shared.length > 0) return toName(shared.slice(0, MOST_NAME_WORDS));
  const isOnlyName = words.length === (text.match(WORD)?.length ?? 0) && words.length <= MOST_NAME_WORDS;
  return isOnlyName && /\p{L}/u.test(writeNumerals(words.join(' '))) ? toName(words) : undefined;
}

function isNameWord(word: string): boolean {
  return (
    /\p{L}/u.test(word.replace(/^\d+(?:st|nd|rd|th)$/i, '')) &&
    !WORDS_OUTSIDE_NAMES.has(word.toLowerCase().replace(/['’]/g, ''))
  );
}

function toName(words: readonly string[]): string | undefined {
  const name = words.join(' ').replace(/[.'’&-]+$/, '');
  return name === '' ? undefined : name;
}
