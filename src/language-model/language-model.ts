import { type JsonObject } from '../common/json';

/** One tool that the model may call. `inputSchema` is JSON Schema with `type: "object"` at its top. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
}

/** A finished call: `inputJson` is the text that the model wrote, not yet parsed or trusted. */
export interface ModelToolCall {
  readonly id: string;
  readonly name: string;
  readonly inputJson: string;
}

export interface ModelToolResult {
  readonly toolCallId: string;
  /** JSON text or plain text, as the model shall read it. */
  readonly output: string;
  readonly isError: boolean;
}

/** A picture within a message, as base64 of one of the four formats. */
export interface ModelImage {
  readonly format: 'png' | 'jpeg' | 'gif' | 'webp';
  readonly base64: string;
}

/** One entry of the history that the model sees. Runs of one role, blank text and missing results are allowed: adapters repair them. */
export type ModelMessage =
  | { readonly role: 'user'; readonly text: string; readonly images?: readonly ModelImage[] }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls: readonly ModelToolCall[] }
  | { readonly role: 'tool'; readonly results: readonly ModelToolResult[] };

export interface Sampling {
  /** 0..2, as OpenAI counts it. */
  readonly temperature?: number;
  /** 0..1. */
  readonly topP?: number;
  /** At least 1; tokens of the reply. */
  readonly maxTokens?: number;
  readonly stopSequences?: readonly string[];
}

/** Whether the model has to call a tool, any of those on offer or the one that is named. */
export type ToolChoice =
  { readonly type: 'auto' } | { readonly type: 'required' } | { readonly type: 'tool'; readonly name: string };

export interface LanguageModelRequest {
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ToolDefinition[];
  /** `auto` when absent. Anything else needs tools on offer. */
  readonly toolChoice?: ToolChoice;
  readonly sampling: Sampling;
  /** Tells the client's end users apart at the provider, without telling who they are: letters, digits, `_` and `-`. */
  readonly endUser?: string;
  /** Aborted when the caller hangs up: the adapter then ends its upstream call and throws. */
  readonly signal: AbortSignal;
}

export type StopReason = 'end-turn' | 'tool-use' | 'max-tokens' | 'content-filter';

/** Tokens of one call. Cached input is part of `inputTokens`. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
}

/** What a model yields: any number of deltas and calls, then exactly one `response-end`, and nothing after it. */
export type LanguageModelEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  | ({ readonly type: 'tool-call' } & ModelToolCall)
  | { readonly type: 'response-end'; readonly stopReason: StopReason; readonly usage: TokenUsage };

export interface ModelHealth {
  readonly state: 'up' | 'down';
  /** One sentence for the operator; no secrets, no account ids. */
  readonly detail: string;
}

/** The port through which the agent speaks to a model: streaming only, a complete reply is a folded stream. */
export abstract class LanguageModel {
  /** The id that replies and `/v1/models` show. */
  abstract readonly id: string;

  /** Who runs it, for `owned_by` in `/v1/models`. */
  abstract readonly provider: string;

  /** Whether it can look at pictures; without that a request with pictures never comes to it. */
  abstract readonly readsImages: boolean;

  /**
   * Streams one answer.
   *
   * @throws LanguageModelError for every failure of the upstream, before or within the stream; a stream that ends
   * without `response-end` never happens. After an abort it throws too; the caller no longer listens then.
   */
  abstract stream(request: LanguageModelRequest): AsyncIterable<LanguageModelEvent>;

  /** Whether a call would have a chance now. Never throws, answers within two seconds, costs no tokens. */
  abstract checkHealth(): Promise<ModelHealth>;
}
