import { ASK_AMOUNT, ASK_TERM, askProduct, OFFER_HUMAN, OFFER_OTHER_QUOTE, OFFER_QUOTE } from '../data/sentences';
import { type ToolOffer } from './tool-offer';

/** No question is longer than this. */
const TAIL_LENGTH = 600;

/** "Please tell me its last four digits." */
const REQUEST = /\bplease (?:tell|read|say|give|name)\b[^.!?]*[.!]?$/i;
/** "The country code" is none. */
const CODE = /\b(?:pass ?code|(?:digit|one.time|the|that|your|new|a) code)\b/i;
const CODE_WANTED = /\b(?:sent|send|read|enter|again|give|tell|say)\b/i;
const CODE_OFFER = /\bsend\b[^.?!]*\bcode\?$/i;
const WHICH_CARD = /\bwhich (?:card|of your cards)\b/i;
const WHICH_TRANSACTION =
  /\b(?:which|what|tell me)\b[^.?!]*\b(?:transactions?|charges?|purchases?|payments?|merchant|amount|shop|store)\b|\bcharges?\b.*\bwhich one\b/i;

/** The questions of this engine that a next message can answer; those about a quote bear the name of the slot. */
export type AskedQuestion = 'product' | 'amount' | 'term_months' | 'offer_quote' | 'offer_other_quote' | 'offer_human';

/**
 * Tells which question an assistant's text ends with. Case and punctuation do not count, since the history of a
 * call may be a transcript of what was said.
 */
export function findAskedQuestion(assistantText: string, offer: ToolOffer): AskedQuestion | undefined {
  const spoken = ` ${toPlainWords(assistantText)}`;
  const questions: readonly (readonly [AskedQuestion, string])[] = [
    ['product', askProduct(offer.choicesOf('quote_loan', 'product'))],
    ['amount', ASK_AMOUNT],
    ['term_months', ASK_TERM],
    ['offer_quote', OFFER_QUOTE],
    ['offer_other_quote', OFFER_OTHER_QUOTE],
    ['offer_human', OFFER_HUMAN],
  ];
  return questions.find(([, text]) => spoken.endsWith(` ${toPlainWords(text)}`))?.[0];
}

/** Whether an assistant's text still wants its answer, asked or requested, whoever worded it. */
export function endsWithOpenQuestion(assistantText: string): boolean {
  const tail = assistantText.trimEnd().slice(-TAIL_LENGTH);
  return (tail.endsWith('?') || REQUEST.test(tail)) && !closesTopic(tail);
}

/** Whether an assistant's text ends by wanting to know a one-time passcode. */
export function asksForCode(assistantText: string): boolean {
  const tail = assistantText.slice(-TAIL_LENGTH);
  return CODE.test(tail) && CODE_WANTED.test(tail) && !closesTopic(tail);
}

/** Whether an assistant's text ends by offering to send a passcode. */
export function offersCode(assistantText: string): boolean {
  return CODE_OFFER.test(assistantText.slice(-TAIL_LENGTH).trimEnd());
}

/** Whether an assistant's text asks which transaction is meant, be it by a list or openly. */
export function asksForTransaction(assistantText: string): boolean {
  const tail = assistantText.slice(-TAIL_LENGTH);
  return WHICH_TRANSACTION.test(tail) && !WHICH_CARD.test(tail) && endsWithOpenQuestion(tail);
}

/** Whether an assistant's text was the last word on its topic. */
export function closesTopic(assistantText: string): boolean {
  return / anything else(?: i can help you with)?$/.test(toPlainWords(assistantText));
}

function toPlainWords(text: string): string {
  return (
    text
      .slice(-TAIL_LENGTH)
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  ).join(' ');
}
