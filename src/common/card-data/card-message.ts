import {
  areLoose,
  type DigitStream,
  type DigitToken,
  type Joint,
  readContinuation,
  toDigitStreams,
} from './digit-streams';
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

/** The end of a message, where the next one may go on with a number. */
interface OpenEnd {
  /** How many digits the number has so far. */
  readonly length: number;
  /** Whether words that say that it goes on come after the digits. */
  readonly isLoose: boolean;
}

/** The streams of all messages; the last one of a message goes on in a message that hardly says anything else first. */
export function joinStreams(messages: readonly CardMessage[]): readonly DigitStream[] {
  const streams: DigitToken[][] = [];
  let open: OpenEnd | undefined;
  for (const message of messages) {
    const joint = joinMessage(open, message);
    const continued = joint === 'none' ? undefined : streams.at(-1);
    const [first = [], ...others] = message.streams;
    if (continued === undefined && first.length > 0) streams.push([...first]);
    // One by one: a stream may have more tokens than a call may have arguments.
    for (const [index, token] of continued === undefined ? [] : first.entries()) {
      continued?.push(index === 0 ? { ...token, isLoose: joint === 'loose' } : token);
    }
    for (const stream of others) streams.push([...stream]);
    open = readOpenEnd(message, continued !== undefined && others.length === 0 ? open : undefined);
  }
  return streams;
}

function joinMessage(open: OpenEnd | undefined, { tokens }: CardMessage): Joint {
  if (open === undefined) return 'none';
  const joint = readContinuation(tokens);
  return joint === 'apart' && open.isLoose ? 'loose' : joint;
}

/** @param before what the first digits of the message went on with, when they are its only ones. */
function readOpenEnd({ text, tokens, streams }: CardMessage, before: OpenEnd | undefined): OpenEnd | undefined {
  const last = tokens.findLastIndex(({ digits }) => digits !== undefined);
  const end = tokens[last]?.end;
  const after = tokens.slice(last + 1);
  if (end === undefined || text.includes(']', end) || !areLoose(after)) return undefined;
  const length = (streams.at(-1) ?? []).reduce((sum, { digits }) => sum + digits.length, before?.length ?? 0);
  return PHONE_LENGTHS.includes(length) ? undefined : { length, isLoose: after.length > 0 };
}
