import { type DigitStream, type DigitToken, isHardlyMoreThanDigits, toDigitStreams } from './digit-streams';
import { mayHoldDigits, type TextToken, toTextTokens } from './spoken-digits';

/** A message of one speaker, taken apart once. */
export interface CardMessage {
  readonly text: string;
  readonly tokens: readonly TextToken[];
  readonly streams: readonly DigitStream[];
}

/** Telephone numbers are complete: what follows one in the next message is something else. */
const PHONE_LENGTHS = [10, 11];

export function readCardMessage(text: string, index: number): CardMessage {
  const tokens = mayHoldDigits(text) ? toTextTokens(text) : [];
  return { text, tokens, streams: toDigitStreams(tokens, index) };
}

/** The streams of all messages; the last one of a message goes on in a message that is hardly more than digits. */
export function joinStreams(messages: readonly CardMessage[]): readonly DigitStream[] {
  const streams: DigitToken[][] = [];
  let openLength: number | undefined;
  for (const message of messages) {
    const continued = openLength !== undefined && isHardlyMoreThanDigits(message.tokens) ? streams.at(-1) : undefined;
    const [first = [], ...others] = message.streams;
    // One by one: a stream may have more tokens than a call may have arguments.
    if (continued !== undefined) for (const token of first) continued.push(token);
    else if (first.length > 0) streams.push([...first]);
    for (const stream of others) streams.push([...stream]);
    const before = continued !== undefined && others.length === 0 ? (openLength ?? 0) : 0;
    openLength = readOpenLength(message, before);
  }
  return streams;
}

/** How many digits the number has that the next message may go on with, if there is one. */
function readOpenLength({ text, tokens, streams }: CardMessage, lengthBefore: number): number | undefined {
  const last = tokens.at(-1);
  if (last?.digits === undefined || text.includes(']', last.end)) return undefined;
  const length = (streams.at(-1) ?? []).reduce((sum, { digits }) => sum + digits.length, lengthBefore);
  return PHONE_LENGTHS.includes(length) ? undefined : length;
}
