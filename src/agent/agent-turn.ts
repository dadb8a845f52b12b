import { type PhoneNumber } from '../common/phone-number';
import { type ModelToolCall, type Sampling } from '../language-model/language-model';

/** One message of the request, in the order of the wire, so that an index names the same message on both sides. */
export type TurnMessage =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls: readonly ModelToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly text: string };

/** What an edge asks of the agent. Nothing in `messages` is trusted. */
export interface AgentTurn {
  readonly messages: readonly TurnMessage[];
  /** The user messages that came before these and were left out; 0 when absent. */
  readonly skippedUserTurns?: number;
  readonly sampling: Sampling;
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
  /** Aborted when the caller's connection closes before the answer is complete. */
  readonly signal: AbortSignal;
}
