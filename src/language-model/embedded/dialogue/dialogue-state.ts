import { type JsonObject } from '../../../common/json';
import { type Intent } from '../data/utterances';
import { type CardSlots } from '../slots/read-card-slots';
import { type CardTopic, type CardTopicDetails } from './card-topics';
import { type ToolOffer } from './tool-offer';

export interface ToolCall {
  readonly name: string;
  readonly input: JsonObject;
}

/** What the engine does next: it speaks, or it calls tools that were offered. */
export type Reply =
  | { readonly type: 'speech'; readonly text: string }
  | { readonly type: 'tool-use'; readonly calls: readonly ToolCall[] };

/** Keyed like the tool's own properties; the amount in dollars. */
export interface QuoteSlots {
  readonly product?: string;
  readonly amount?: number;
  readonly term_months?: number;
}

/** What is known after a caller's message; never stored, always replayed. */
export interface DialogueState {
  readonly topic: 'none' | CardTopic | 'quote_loan';
  readonly cards: CardSlots;
  /** What was said of the card topic beyond the card. */
  readonly details: CardTopicDetails;
  readonly quote: QuoteSlots;
  /** The caller's previous message, for the person who takes over. */
  readonly lastRequest: string;
}

export const INITIAL_STATE: DialogueState = { topic: 'none', cards: {}, details: {}, quote: {}, lastRequest: '' };

/** One message of the caller, and what the assistant had said just before it. */
export interface CallerTurn {
  readonly text: string;
  readonly assistantText: string;
}

/** A caller's message as it was understood. */
export interface HeardTurn extends CallerTurn {
  /** `undefined` when nothing was likely enough to act on. */
  readonly intent: Intent | undefined;
  readonly offer: ToolOffer;
}

export interface TurnOutcome {
  readonly state: DialogueState;
  readonly reply: Reply;
}

/** The topic is closed: nothing said before counts any more. */
export function leaveTopic(state: DialogueState, reply: Reply): TurnOutcome {
  return { state: { ...INITIAL_STATE, lastRequest: state.lastRequest }, reply };
}
