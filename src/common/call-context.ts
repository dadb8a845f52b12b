import { type PhoneNumber } from './phone-number';

/** How sure we are of who calls, weakest first. */
export const CALLER_LEVELS = ['unknown', 'claimed', 'asserted', 'verified'] as const;
export type CallerLevel = (typeof CALLER_LEVELS)[number];

/** The caller as the edge established it. `phoneNumber` is absent exactly when the level is `unknown`. */
export interface Caller {
  readonly level: CallerLevel;
  readonly phoneNumber?: PhoneNumber;
}

/**
 * Who asks, where and when: enough to bind what is asked to its conversation and turn, and to audit it. Made by the
 * server from authenticated data alone; no model and no message of the history has a part in it.
 */
export interface CallContext {
  readonly caller: Caller;
  /** Who the audit holds responsible: `caller`, or `key:` and the id of an API key. */
  readonly actor: string;
  /** Names the conversation up to and including this turn. */
  readonly conversationKey: string;
  /** Names under which earlier turns of the same conversation may have stored something, latest first. */
  readonly earlierConversationKeys: readonly string[];
  /** Number of user messages so far; 1 for the first. A proposal of turn n can be confirmed from turn n + 1 on. */
  readonly userTurn: number;
  /** Names this turn with its very words: copies of a request share it, a corrected transcript of the turn does not. */
  readonly turnKey: string;
  readonly requestId: string;
}
