import { createRequire } from 'node:module';
import type * as R50kBase from 'gpt-tokenizer/encoding/r50k_base';
import { PICTURE_TOKENS } from '../common/picture-tokens';
import { type LanguageModelRequest, type ModelMessage, type ModelToolCall, type TokenUsage } from './language-model';

/** Characters that are really tokenised; what is longer is estimated from four slices of this size in all. */
const SAMPLE_LENGTH = 32_000;
const SLICES = 4;
/** Pair merging is quadratic in the length of an unbroken run, so a longer one is counted in pieces of this length. */
const LONG_RUN = /(\p{L}{64}|\p{N}{64}|\s{64}|[^\s\p{L}\p{N}]{64})/u;
/** The tokenizer remembers words it has seen; callers' words must not fill the memory. */
const MERGE_CACHE_ENTRIES = 5_000;
/** What a chat format adds around one message. */
const TOKENS_PER_MESSAGE = 4;
/** Of English, and of languages whose letters take three bytes each no less than a tokenizer counts. */
const BYTES_PER_TOKEN = 4;
/** `<|endoftext|>` in a caller's text is text: by default the tokenizer throws on it. */
const PLAIN_TEXT = { disallowedSpecial: new Set<string>() };

const requireOnUse = createRequire(__filename);
let encoding: typeof R50kBase | undefined;

/**
 * The smallest vocabulary, loaded on the first estimate: a service whose model reports its own counts never pays for
 * it. Its counts for English stay within a few percent of the newer vocabularies, which take two and three times the
 * memory.
 */
function loadEncoding(): typeof R50kBase {
  if (encoding !== undefined) return encoding;
  encoding = requireOnUse('gpt-tokenizer/encoding/r50k_base') as typeof R50kBase;
  encoding.setMergeCacheSize(MERGE_CACHE_ENTRIES);
  return encoding;
}

/** Estimates the tokens of a text, in time that is bounded whatever the text is. */
export function estimateTokens(text: string): number {
  if (text.length <= SAMPLE_LENGTH) return countTokens(text);
  const sliceLength = SAMPLE_LENGTH / SLICES;
  const stride = (text.length - sliceLength) / (SLICES - 1);
  let counted = 0;
  for (let slice = 0; slice < SLICES; slice += 1) {
    const start = Math.floor(slice * stride);
    counted += countTokens(text.slice(start, start + sliceLength));
  }
  return Math.round((counted * text.length) / SAMPLE_LENGTH);
}

function countTokens(text: string): number {
  if (text === '') return 0;
  const { countTokens: count } = loadEncoding();
  return text.split(LONG_RUN).reduce((sum, piece) => (piece === '' ? sum : sum + count(piece, PLAIN_TEXT)), 0);
}

/** One call of a model, with what came of it. */
export interface ModelCall {
  readonly request: Pick<LanguageModelRequest, 'system' | 'messages' | 'tools'>;
  readonly outputText: string;
  readonly toolCalls: readonly ModelToolCall[];
}

/** Estimates what one call used, for a model that reports no counts of its own. */
export function estimateUsage(call: ModelCall): TokenUsage {
  return measureCall(call, estimateTokens);
}

/**
 * The same by the length of the texts, without a tokenizer: for calls that are left before their end. There is one for
 * each time that a caller interrupts, so it has to cost next to nothing.
 */
export function estimateUsageByLength(call: ModelCall): TokenUsage {
  return measureCall(call, (text) => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN));
}

function measureCall({ request, outputText, toolCalls }: ModelCall, count: (text: string) => number): TokenUsage {
  const { system, messages, tools } = request;
  const input = [system, ...messages.map(textOfMessage), ...tools.map((tool) => JSON.stringify(tool))].join('\n');
  const pictures = messages.reduce((sum, message) => sum + countPictures(message), 0);
  return {
    inputTokens: count(input) + messages.length * TOKENS_PER_MESSAGE + pictures * PICTURE_TOKENS,
    outputTokens: count([outputText, ...toolCalls.map(textOfToolCall)].join('')),
    cachedInputTokens: 0,
  };
}

function countPictures(message: ModelMessage): number {
  return message.role === 'user' ? (message.images?.length ?? 0) : 0;
}

function textOfMessage(message: ModelMessage): string {
  switch (message.role) {
    case 'user':
      return message.text;
    case 'assistant':
      return [message.text, ...message.toolCalls.map(textOfToolCall)].join('\n');
    case 'tool':
      return message.results.map((result) => result.output).join('\n');
  }
}

function textOfToolCall(toolCall: ModelToolCall): string {
  return `${toolCall.name}${toolCall.inputJson}`;
}
