import { type DigitToken, findCardNumbers, isHardlyMoreThanDigits, toDigitStreams } from './find-card-numbers';
import { findSecretCodes } from './find-secret-codes';
import { mayHoldDigits, type TextToken, toTextTokens } from './spoken-digits';

interface Message {
  readonly text: string;
  readonly tokens: readonly TextToken[];
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const MOST_PASSES = 6;

/** A quick look; which words these are exactly is decided word by word. */
const SECRET_NAME = /c[vsi][vcdn]|code|back|pin/i;

/** A telephone number is complete: what follows it in the next message is something else. */
const PHONE_LENGTHS = [10, 11];

/**
 * Masks what no part of the system may keep of a card: its number, down to the last four digits, its security code and
 * its PIN, written or spoken, in any grouping, also where the speaker's next messages go on with the number.
 * Telephone numbers, order numbers, amounts and dates stay. Takes linear time.
 *
 * @param texts the messages of one speaker, in order.
 * @returns as many texts.
 */
export function maskCardData(texts: readonly string[]): readonly string[] {
  if (!texts.some(mayHoldDigits)) return texts;
  let masked = maskCardNumbers(texts);
  // What one number leaves over may be another one, seen only now that it stands alone.
  for (let pass = 1; pass < MOST_PASSES && masked.some((text, index) => text !== texts[index]); pass += 1) {
    texts = masked;
    masked = maskCardNumbers(masked);
  }
  return masked.map(maskSecretCodes);
}

/** The same for one text on its own. */
export function maskCardText(text: string): string {
  return maskCardData([text])[0] ?? '';
}

function maskCardNumbers(texts: readonly string[]): readonly string[] {
  const messages = texts.map((text) => ({ text, tokens: mayHoldDigits(text) ? toTextTokens(text) : [] }));
  const replacements: Replacement[][] = messages.map(() => []);
  for (const stream of joinStreams(messages)) {
    for (const { tokens, lastFour } of findCardNumbers(stream)) maskTokens(tokens, lastFour, replacements);
  }
  return messages.map(({ text }, index) => replace(text, replacements[index] ?? []));
}

function maskSecretCodes(text: string): string {
  if (!SECRET_NAME.test(text) || !mayHoldDigits(text)) return text;
  const places = findSecretCodes(toTextTokens(text));
  return replace(
    text,
    places.map((place) => ({ ...place, text: '[hidden]' })),
  );
}

/** The streams of all messages; the last one of a message goes on in a message that is hardly more than digits. */
function joinStreams(messages: readonly Message[]): readonly (readonly DigitToken[])[] {
  const streams: (readonly DigitToken[])[] = [];
  let canContinue = false;
  for (const [index, { tokens }] of messages.entries()) {
    const [first, ...others] = toDigitStreams(tokens, index);
    const previous = streams.at(-1);
    if (first !== undefined && previous !== undefined && canContinue && isHardlyMoreThanDigits(tokens)) {
      streams[streams.length - 1] = [
        ...previous,
        ...first.map((token, place) => ({ ...token, isApart: place === 0 || token.isApart })),
      ];
    } else if (first !== undefined) streams.push(first);
    streams.push(...others);
    canContinue = endsWithOpenNumber(messages[index], streams.at(-1));
  }
  return streams;
}

function endsWithOpenNumber(message: Message | undefined, stream: readonly DigitToken[] = []): boolean {
  const last = message?.tokens.at(-1);
  if (message === undefined || last?.digits === undefined || message.text.includes(']', last.end)) return false;
  return !PHONE_LENGTHS.includes(stream.reduce((length, { digits }) => length + digits.length, 0));
}

/** The last part keeps the last four digits; the parts in other messages before it keep nothing. */
function maskTokens(tokens: readonly DigitToken[], lastFour: string, replacements: readonly Replacement[][]): void {
  const last = tokens.at(-1)?.message;
  for (const message of new Set(tokens.map((token) => token.message))) {
    const parts = tokens.filter((token) => token.message === message);
    replacements[message]?.push({
      start: parts[0]?.start ?? 0,
      end: parts.at(-1)?.end ?? 0,
      text: message === last ? `[card ending in ${lastFour}]` : '[part of a card number]',
    });
  }
}

function replace(text: string, replacements: readonly Replacement[]): string {
  let masked = '';
  let end = 0;
  for (const replacement of [...replacements].sort((left, right) => left.start - right.start)) {
    if (replacement.start < end) continue;
    masked += text.slice(end, replacement.start) + replacement.text;
    end = replacement.end;
  }
  return masked + text.slice(end);
}
