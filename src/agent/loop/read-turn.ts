import { type CallContext, type Caller } from '../../common/call-context';
import { maskCardMessages, maskCardText } from '../../common/card-data/mask-card-data';
import { nameConversation } from '../../conversation/name-conversation';
import { readCallerTag } from '../../common/read-caller-tag';
import { readClaimedNumber } from '../../conversation/read-claimed-number';
import { type PhoneNumber } from '../../common/phone-number';
import { type ModelMessage } from '../../language-model/language-model';
import { InvalidMessageError } from '../agent-error';
import { type AgentTurn, type TurnMessage } from '../agent-turn';

/**
 * A turn as the server understands it: who calls, in which conversation, and the history without the caller's tag and
 * without card data.
 */
export interface TurnReading {
  readonly context: CallContext;
  readonly messages: readonly ModelMessage[];
  readonly instructions: readonly string[];
  /** The caller's messages, oldest first; the last one is that of `context.userTurn`. */
  readonly userTexts: readonly string[];
  /** The caller's messages before these. */
  readonly skippedUserTurns: number;
  /** What the history says that the assistant said last, be it in several messages; a client wrote it. */
  readonly lastAnswer: string;
  /** How many of them the caller has heard an answer to: those with words of the assistant after them. */
  readonly heardTurns: number;
  /** The caller's latest words, when they are what this turn answers. */
  readonly query?: string;
  /** The same as it was said, for the one reader that looks for a passcode in it; it must go nowhere else. */
  readonly unmaskedQuery?: string;
}

/** @throws InvalidMessageError when the tag that would name the caller holds no telephone number. */
export function readTurn(turn: AgentTurn): TurnReading {
  const { messages: heard, taggedNumber } = takeCallerTags(turn.messages);
  const heardTexts = listUserTexts(heard);
  const maskedTexts = maskCardMessages(heardTexts);
  const messages = maskMessages(
    heard,
    maskedTexts.map(({ together }) => together),
  );
  const userTexts = listUserTexts(messages);
  const { skippedUserTurns = 0 } = turn;
  const name = nameConversation({
    owner: turn.conversationOwner,
    id: turn.conversationId,
    // Each on its own, since a name must not change when a later message shows what an earlier one began.
    userTexts: maskedTexts.map(({ alone }) => alone),
    skippedUserTurns,
  });
  const lastSpoken = messages.findLast((message) => message.role !== 'system');
  return {
    context: {
      caller: identifyCaller({ ...turn, givenNumber: turn.phoneNumber ?? taggedNumber, userTexts: heardTexts }),
      conversationKey: name.key,
      earlierConversationKeys: name.earlierKeys,
      actor: turn.actor,
      userTurn: skippedUserTurns + userTexts.length,
      turnKey: name.turnKey,
      requestId: turn.requestId,
    },
    messages: toModelMessages(messages),
    userTexts,
    lastAnswer: readLastAnswer(messages),
    skippedUserTurns,
    heardTurns: skippedUserTurns + countHeardTurns(messages),
    instructions: messages.flatMap((message) => (message.role === 'system' ? [message.text] : [])),
    ...(lastSpoken?.role === 'user' ? { query: lastSpoken.text, unmaskedQuery: heardTexts.at(-1) ?? '' } : {}),
  };
}

function listUserTexts(messages: readonly TurnMessage[]): readonly string[] {
  return messages.flatMap((message) => (message.role === 'user' ? [message.text] : []));
}

/** The caller's messages are masked together, since a number may go on from one to the next; all others each alone. */
function maskMessages(messages: readonly TurnMessage[], maskedTexts: readonly string[]): readonly TurnMessage[] {
  const userTexts = maskedTexts.values();
  return messages.map((message) => {
    if (message.role === 'user') return { ...message, text: userTexts.next().value ?? '' };
    const text = maskCardText(message.text);
    if (message.role !== 'assistant') return { ...message, text };
    const toolCalls = message.toolCalls.map((call) => ({ ...call, inputJson: maskCardText(call.inputJson) }));
    return { ...message, text, toolCalls };
  });
}

function readLastAnswer(messages: readonly TurnMessage[]): string {
  const heard = messages.slice(0, findLastAnswer(messages) + 1);
  const beginning = heard.findLastIndex(({ role }) => role === 'user') + 1;
  const spoken = heard.slice(beginning).filter(({ role }) => role === 'assistant');
  return spoken.map(({ text }) => text).join(' ');
}

function findLastAnswer(messages: readonly TurnMessage[]): number {
  return messages.findLastIndex(({ role, text }) => role === 'assistant' && text.trim() !== '');
}

function countHeardTurns(messages: readonly TurnMessage[]): number {
  return messages.slice(0, findLastAnswer(messages) + 1).filter(({ role }) => role === 'user').length;
}

interface CallerClues {
  readonly mayAssertCaller: boolean;
  /** From a field of the request or from a tag. */
  readonly givenNumber: PhoneNumber | undefined;
  readonly userTexts: readonly string[];
}

/** Where a number stands never raises the level by itself: only the key can vouch for it. */
function identifyCaller({ mayAssertCaller, givenNumber, userTexts }: CallerClues): Caller {
  if (mayAssertCaller && givenNumber !== undefined) return { level: 'asserted', phoneNumber: givenNumber };
  const claimedNumber = givenNumber ?? readClaimedNumber(userTexts);
  return claimedNumber === undefined ? { level: 'unknown' } : { level: 'claimed', phoneNumber: claimedNumber };
}

interface UntaggedMessages {
  readonly messages: readonly TurnMessage[];
  readonly taggedNumber: PhoneNumber | undefined;
}

/** The latest tag of a user or system message wins; a tag elsewhere is removed and means nothing. */
function takeCallerTags(tagged: readonly TurnMessage[]): UntaggedMessages {
  let latest: { readonly index: number; readonly phoneNumber: PhoneNumber | 'malformed' } | undefined;
  const messages = tagged.map((message, index) => {
    const { text, phoneNumber } = readCallerTag(message.text);
    const mayName = message.role === 'user' || message.role === 'system';
    if (mayName && phoneNumber !== undefined) latest = { index, phoneNumber };
    return text === message.text ? message : { ...message, text };
  });
  if (latest?.phoneNumber !== 'malformed') return { messages, taggedNumber: latest?.phoneNumber };
  throw new InvalidMessageError(latest.index, 'the [phone: ...] tag must hold a telephone number such as +1234567890.');
}

/** System messages go into the prompt, and the results that follow one another become one entry. */
function toModelMessages(messages: readonly TurnMessage[]): readonly ModelMessage[] {
  const converted: ModelMessage[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    if (message.role !== 'tool') {
      converted.push(message);
      continue;
    }
    const result = { toolCallId: message.toolCallId, output: message.text, isError: false };
    const previous = converted.at(-1);
    if (previous?.role === 'tool')
      converted[converted.length - 1] = { role: 'tool', results: [...previous.results, result] };
    else converted.push({ role: 'tool', results: [result] });
  }
  return converted;
}
