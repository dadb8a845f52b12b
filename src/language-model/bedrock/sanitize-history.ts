import { type ContentBlock, type Message } from '@aws-sdk/client-bedrock-runtime';
import { type ModelImage, type ModelMessage, type ModelToolCall, type ModelToolResult } from '../language-model';
import { describeToolResult, flattenToolHistory, joinVisible } from './flatten-tool-history';
import { type AssistantTurn, groupTurns, type UserPart, type UserTurn } from './group-turns';
import { hasVisibleText } from './has-visible-text';
import { parseToolInput } from './parse-tool-input';
import { toDocument } from './to-document';
import { toTextBlock } from './to-text-block';
import { type ToolNames } from './tool-names';
import { UniqueNames } from './unique-names';

const START = '(start)';
const CONTINUE = 'Continue.';
const NO_CONTENT = '(no content)';
const INTERRUPTED = '(interrupted)';

interface SanitizeOptions {
  readonly toolNames: ToolNames;
  readonly offersTools: boolean;
}

/** A call under the id that this request uses for it. */
interface NumberedCall extends ModelToolCall {
  readonly bedrockId: string;
}

/**
 * Turns any history into one that Bedrock accepts: user first and last, alternating roles, every call answered in the
 * very next message with results before text, legal and unique ids, nothing blank. Pure: the same history always gives
 * the same messages, which keeps the prompt cache of the upstream warm.
 */
export function sanitizeHistory(
  messages: readonly ModelMessage[],
  { toolNames, offersTools }: SanitizeOptions,
): Message[] {
  const { opening, exchanges } = groupTurns(offersTools ? messages : flattenToolHistory(messages));
  const ids = new UniqueNames({ foreignCharacters: /[^a-zA-Z0-9_-]/g, fallback: 'call' });
  const history: Message[] = [toUserMessage({ turn: opening, calls: [], whenAbsent: START })];
  for (const { assistant, user } of exchanges) {
    const calls = assistant.toolCalls.map((call) => ({ ...call, bedrockId: ids.allocate(call.id) }));
    history.push(toAssistantMessage({ turn: assistant, calls, toolNames }));
    // Newer models refuse a history that ends with the assistant, so a turn of the user always follows.
    history.push(toUserMessage({ turn: user, calls, whenAbsent: CONTINUE }));
  }
  return history;
}

function toAssistantMessage(input: {
  readonly turn: AssistantTurn;
  readonly calls: readonly NumberedCall[];
  readonly toolNames: ToolNames;
}): Message {
  const text = joinVisible(input.turn.texts);
  const toolUses = input.calls.map((call): ContentBlock => ({
    toolUse: {
      toolUseId: call.bedrockId,
      name: input.toolNames.forModel(call.name),
      input: toDocument(parseToolInput(call.inputJson)),
    },
  }));
  return { role: 'assistant', content: text === '' ? toolUses : [toTextBlock(text), ...toolUses] };
}

function toUserMessage(input: {
  readonly turn: UserTurn;
  readonly calls: readonly NumberedCall[];
  /** Said in place of a turn that the history does not have. */
  readonly whenAbsent: string;
}): Message {
  const { answers, texts } = answerCalls(input.turn.parts, input.calls);
  const results = input.calls.map((call) => toResultBlock(call, answers.get(call)));
  const images = input.turn.parts.flatMap((part) => (part.type === 'image' ? [toImageBlock(part.image)] : []));
  const text = joinVisible(texts);
  if (text !== '') return { role: 'user', content: [...results, ...images, toTextBlock(text)] };
  // A picture alone says nothing; the models want words beside it.
  if (images.length > 0) return { role: 'user', content: [...results, ...images, toTextBlock(NO_CONTENT)] };
  if (results.length > 0) return { role: 'user', content: results };
  return { role: 'user', content: [toTextBlock(input.turn.isBlank ? NO_CONTENT : input.whenAbsent)] };
}

/** Gives every call its result, in order where ids repeat; results that answer no open call become text. */
function answerCalls(
  parts: readonly UserPart[],
  calls: readonly NumberedCall[],
): { readonly answers: ReadonlyMap<NumberedCall, ModelToolResult>; readonly texts: readonly string[] } {
  const openCalls = new Map<string, NumberedCall[]>();
  for (const call of [...calls].reverse()) {
    const sameId = openCalls.get(call.id) ?? [];
    sameId.push(call);
    openCalls.set(call.id, sameId);
  }
  const answers = new Map<NumberedCall, ModelToolResult>();
  const texts = parts.flatMap((part) => {
    if (part.type === 'text') return [part.text];
    if (part.type === 'image') return [];
    const call = openCalls.get(part.result.toolCallId)?.pop();
    if (call === undefined) return [describeToolResult(part.result)];
    answers.set(call, part.result);
    return [];
  });
  return { answers, texts };
}

function toImageBlock({ format, base64 }: ModelImage): ContentBlock {
  return { image: { format, source: { bytes: Buffer.from(base64, 'base64') } } };
}

function toResultBlock(call: NumberedCall, result: ModelToolResult | undefined): ContentBlock {
  // A missing result means that the caller spoke into the turn, or that the process died with it.
  const output = result === undefined ? INTERRUPTED : hasVisibleText(result.output) ? result.output : NO_CONTENT;
  const failed = result === undefined || result.isError;
  return {
    toolResult: {
      toolUseId: call.bedrockId,
      content: [toTextBlock(output)],
      ...(failed ? { status: 'error' as const } : {}),
    },
  };
}
