import { type JsonObject } from '../../../common/json';
import { cutText } from '../cut-text';
import { type HeardWords, type NameWish } from './heard-words';
import { toHeardWords } from './heard-word';
import { splitName } from './split-name';

/** As much of the caller's words as goes into one text. */
const LONGEST_TEXT = 1_000;

const FROM = /\b(?:from|origin|source|departure|start)\b/;
const TO = /\b(?:to|destination|target|arrival|recipient|end)\b/;
const CALLED = /\b(?:name|title)\b/;
const DAY = /\b(?:date|day|when|weekday)\b/;
const CODE = /\b(?:id|code|number|no|phone|zip|postcode|sku|ref|reference|tracking)\b/;
const FREE_WORDS = /\b(?:query|question|text|prompt|input|expression|search|q)\b/;

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_WORD = /^(?:today|tomorrow|yesterday|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{4}-\d{2}-\d{2})$/i;
const EMAIL = /^[^@]+@[^@]+\.[^@.]+$/;
const WITH_DIGIT = /\d/;

/** What a text is for, by the words of its property. */
export interface TextWish {
  readonly name: string;
  readonly schema: JsonObject;
  /** Whether no other property of the same object takes names. */
  readonly isOnly: boolean;
}

/** The text that was said for a property; `undefined` when none was, or none that is as long as it has to be. */
export function readString(heard: HeardWords, wish: TextWish): string | undefined {
  const text = readSpoken(heard, wish);
  return text === undefined ? undefined : fitLength(text, wish.schema);
}

/** Cuts a text to what a schema allows. */
export function fitLength(text: string, { minLength, maxLength }: JsonObject): string | undefined {
  const longest = typeof maxLength === 'number' && maxLength >= 0 ? Math.min(maxLength, LONGEST_TEXT) : LONGEST_TEXT;
  const fitting = cutText(text, longest);
  // JSON Schema counts characters, of which one may be two units.
  return typeof minLength === 'number' && Array.from(fitting).length < minLength ? undefined : fitting;
}

/** What small words a name for this property stands behind. */
export function toNameWish(name: string): NameWish {
  const words = splitName(name).toLowerCase();
  if (FROM.test(words)) return { before: 'from', neverAfter: 'to' };
  if (TO.test(words)) return { before: 'to', neverAfter: 'from' };
  return CALLED.test(words) ? { before: 'named' } : {};
}

function readSpoken(heard: HeardWords, { name, schema, isOnly }: TextWish): string | undefined {
  const words = splitName(name).toLowerCase();
  if (schema.format === 'email' || /\be ?mail\b/.test(words)) return heard.takeWord(EMAIL);
  if (TO.test(words)) {
    const address = heard.takeWord(EMAIL);
    if (address !== undefined) return address;
  }
  if (schema.format === 'date') return heard.takeWord(ISO_DATE);
  if (DAY.test(words)) return heard.takeWord(DAY_WORD);
  const quote = heard.takeQuote();
  if (quote !== undefined) return quote;
  if (FREE_WORDS.test(words)) return heard.takeWholeText();
  if (CODE.test(words)) {
    const code = heard.takeWord(WITH_DIGIT);
    if (code !== undefined) return code;
  }
  return heard.takeName(toNameWish(name), isOnly);
}

/** The keys of the words of a property's name. */
export function toNameKeys(name: string): readonly string[] {
  return toHeardWords(splitName(name)).map(({ key }) => key);
}
