import { type PhoneNumber } from '../common/phone-number';
import { type TokenAllowance } from '../common/token-allowance';
import { type JsonObject } from '../common/json';
import { type TurnClock } from '../common/turn-clock';
import {
  type ModelImage,
  type ModelToolCall,
  type Sampling,
  type ToolChoice,
  type ToolDefinition,
} from '../language-model/language-model';

/** The model's terms under the names of the edge, which knows the agent and no model. */
export type TurnImage = ModelImage;
export type ClientTool = ToolDefinition;
export type ClientToolCall = ModelToolCall;

/** One message of the request, in the order of the wire, so that an index names the same message on both sides. */
export type TurnMessage =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly text: string; readonly images?: readonly TurnImage[] }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls: readonly ModelToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly text: string };

/** What the client's own tools may or must be used for; it says nothing about the server's. */
export type ClientToolChoice = ToolChoice | { readonly type: 'none' };

/** Tools that run at the client: the agent passes calls of them on and never runs one. */
export interface ClientTools {
  readonly definitions: readonly ClientTool[];
  readonly choice: ClientToolChoice;
  /** The only ones that the model may call; all of them when absent. */
  readonly allowedNames?: readonly string[];
  /** Those whose arguments have to fit their schema, which compiles: the edge has seen to that. */
  readonly strictNames?: readonly string[];
  /** Whether one reply may hold several calls. */
  readonly isParallel: boolean;
  /** The parameter that brought them: the deprecated one knows no ids of calls. */
  readonly form: 'tools' | 'functions';
}

/** Whether the turn has to end with a call of the client's tools. */
export function demandsCall(tools: ClientTools | undefined): boolean {
  return tools?.choice.type === 'required' || tools?.choice.type === 'tool';
}

/** The answer is one JSON object in place of speech. */
export interface JsonFormat {
  /** JSON Schema with `type: "object"` at its top. */
  readonly schema: JsonObject;
  /** What the answer is for, in words for the model. */
  readonly purpose?: string | undefined;
}

/** What an edge asks of the agent. Nothing in `messages` is trusted. */
export interface AgentTurn {
  readonly messages: readonly TurnMessage[];
  /** The user messages that came before these and were left out; 0 when absent. */
  readonly skippedUserTurns?: number;
  readonly sampling: Sampling;
  readonly clientTools?: ClientTools;
  /** Speech when absent. */
  readonly jsonFormat?: JsonFormat;
  /**
   * Whether the request, as it was sent, held nothing besides its messages that could say who asks. Nobody knows when
   * it is absent.
   */
  readonly namesNobody?: boolean;
  /** The caller's number when the request carries it in a field of its own; a tag inside a message comes second. */
  readonly phoneNumber?: PhoneNumber;
  /** Whether that number is taken for the caller's. Otherwise it is a claim, as if it had been spoken. */
  readonly mayAssertCaller: boolean;
  /** Who the audit holds responsible: `caller` for a conversation. */
  readonly actor: string;
  /** Whose conversation this is: conversations of two owners have no name in common. */
  readonly conversationOwner: string;
  /** Set when the conversation has an id; otherwise its history names it. */
  readonly conversationId?: string;
  readonly requestId: string;
  /** Tells the client's end users apart, in the log and at the model's provider. It proves nothing and names nobody. */
  readonly endUser?: string;
  /** Aborted when the caller's connection closes before the answer is complete. */
  readonly signal: AbortSignal;
  /** Takes down what the time is spent on; absent where nobody wants to know. */
  readonly clock?: TurnClock;
  /** What the turn may use of the model; absent where nobody counts. */
  readonly allowance?: TokenAllowance;
}
