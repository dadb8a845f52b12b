import { type JsonObject } from '../common/json';
import { type ModelToolCall, type StopReason, type TokenUsage } from '../language-model/language-model';

/** `tool-use` ends a turn only where the client has to run the tool; its own tools the loop runs, and goes on. */
export type FinishReason = StopReason;

/** What a tool did, for the log and for `actions` in the native reply. Never part of an OpenAI reply. */
export interface ToolAction {
  readonly tool: string;
  readonly status: string;
  readonly result: JsonObject;
}

/** Tokens of all model calls of one turn together. */
export type TurnUsage = TokenUsage;

/** Whether an answer was given before; only where it might have been. */
export type CacheUse = 'hit' | 'miss';

/** The closed set of what a turn yields: `turn-start` first, `turn-end` last, each exactly once. */
export type AgentEvent =
  /** Who answers: a model's id, or the policy where the server itself speaks. Comes with the first sign of an answer. */
  | { readonly type: 'turn-start'; readonly model: string; readonly cache?: CacheUse }
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string }
  /** A call for the client to run. Only `turn-end` comes after the last of them. */
  | ({ readonly type: 'client-tool-call' } & ModelToolCall)
  | ({ readonly type: 'tool-result'; readonly id: string } & ToolAction)
  | { readonly type: 'turn-end'; readonly finishReason: FinishReason; readonly usage: TurnUsage };

/** The first event that a caller hears something of. Until then a failure can still be answered with a status. */
export function startsSpeaking(event: AgentEvent): boolean {
  return event.type === 'text-delta' || event.type === 'client-tool-call' || event.type === 'turn-end';
}
