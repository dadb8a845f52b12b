import { asArray, asObject, contentOf, type Json, lastMessageOf, offeredToolNames, textOf } from './converse-body';
import { type ControlWords, type RequestedToolCall } from './control-words';
import { type EmulatorSettings } from './emulator-settings';

export type ReplyBlock =
  | { readonly type: 'text'; readonly chunks: readonly string[] }
  | { readonly type: 'reasoning'; readonly chunks: readonly string[] }
  | { readonly type: 'tool-use'; readonly id: string; readonly name: string; readonly chunks: readonly string[] };

export interface ReplyPlan {
  readonly blocks: readonly ReplyBlock[];
  readonly stopReason: string;
  readonly usage: Json;
}

interface PlanInput {
  readonly body: unknown;
  readonly words: ControlWords;
  readonly settings: EmulatorSettings;
  readonly nextToolUseId: () => string;
}

const THOUGHT = ['<thin', 'king>The caller wants ', 'a card < blocked', '</th', 'inking>', '\n\n'];
/** Whole sentences: a guard of speech may hold back a word until it has seen what follows it. */
export const STEPPED_SENTENCES: readonly string[] = ['Let me see. ', 'We have loans. ', 'They are fine. ', 'Ask on. '];
const CHARACTERS_PER_TOKEN = 4;

/** What the emulated model says to this request. */
export function planReply(input: PlanInput): ReplyPlan {
  const { words } = input;
  const toolUses = words.toolCalls.flatMap((call) => planToolUse(call, input));
  const cutTools = words.stopReason === 'max_tokens' ? toolUses.map(cutShort) : toolUses;
  const blocks: ReplyBlock[] = words.isEmpty
    ? []
    : [...planReasoning(words), ...planText(input, toolUses.length > 0), ...cutTools];
  const stopReason = words.stopReason ?? (toolUses.length > 0 ? 'tool_use' : 'end_turn');
  return { blocks, stopReason, usage: countTokens(input, blocks) };
}

function planReasoning({ reasons }: ControlWords): ReplyBlock[] {
  return reasons ? [{ type: 'reasoning', chunks: ['The caller wants ', 'an answer.'] }] : [];
}

/** With tool calls there is text only where it was asked for. */
function planText({ body, words, settings }: PlanInput, callsTools: boolean): ReplyBlock[] {
  const thought = words.thinks ? THOUGHT : [];
  const wantsText = !callsTools || words.chunkCount !== undefined;
  const spoken = wantsText ? planSpokenChunks({ body, words, settings }) : [];
  const chunks = [...thought, ...spoken];
  return chunks.length === 0 ? [] : [{ type: 'text', chunks }];
}

function planSpokenChunks({
  body,
  words,
  settings,
}: Pick<PlanInput, 'body' | 'words' | 'settings'>): readonly string[] {
  if (words.exactText !== undefined) return splitText(words.exactText);
  const lastMessage = lastMessageOf(body);
  const results = contentOf(lastMessage).filter((block) => block.toolResult !== undefined);
  if (results.length > 0 && textOf(lastMessage) === '') {
    return splitText(`The tool says: ${results.map((block) => quoteResult(asObject(block.toolResult))).join(' | ')}`);
  }
  if (words.isStepped) return STEPPED_SENTENCES;
  const count = words.chunkCount ?? settings.chunkCount;
  return Array.from({ length: count }, (_, index) => `${settings.chunkText}${index} `);
}

function quoteResult(toolResult: Json): string {
  return asArray(toolResult.content)
    .map((block) => asObject(block))
    .map(({ text, json }) => (typeof text === 'string' ? text : JSON.stringify(json)))
    .join(' ');
}

function planToolUse(
  call: RequestedToolCall,
  { body, settings, nextToolUseId }: PlanInput,
): (ReplyBlock & { type: 'tool-use' })[] {
  const offered = offeredToolNames(body);
  const name = [call.name, call.name.replaceAll('-', '_')].find((candidate) => offered.includes(candidate));
  if (name === undefined) return [];
  const input = call.input ?? '';
  const chunks = settings.toolInput === 'pieces' ? splitText(input) : [input].filter((text) => text !== '');
  return [{ type: 'tool-use', id: nextToolUseId(), name, chunks }];
}

/** The token limit strikes in the middle of the input. */
function cutShort(block: ReplyBlock & { type: 'tool-use' }): ReplyBlock {
  const input = block.chunks.join('');
  return { ...block, chunks: splitText(input.slice(0, Math.floor(input.length / 2))) };
}

function splitText(text: string): string[] {
  return text.match(/[^]{1,12}/gu) ?? [];
}

function countTokens({ body, settings }: PlanInput, blocks: readonly ReplyBlock[]): Json {
  const { cacheReadTokens, cacheWriteTokens } = settings;
  const inputTokens = Math.ceil(JSON.stringify(body).length / CHARACTERS_PER_TOKEN);
  const outputTokens = Math.ceil(blocks.flatMap((block) => block.chunks).join('').length / CHARACTERS_PER_TOKEN);
  const cached = cacheReadTokens + cacheWriteTokens;
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens + cached,
    ...(cached === 0 ? {} : { cacheReadInputTokens: cacheReadTokens, cacheWriteInputTokens: cacheWriteTokens }),
  };
}
