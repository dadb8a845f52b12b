import { type PhoneNumber } from '../common/phone-number';

/** One message as it was spoken or written, without tool calls. */
export interface ConversationMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A call of one of the server's tools and what it came to. */
export interface KeptCall {
  readonly id: string;
  readonly name: string;
  readonly inputJson: string;
  readonly output: string;
  readonly isError: boolean;
}

export interface KeptCalls {
  /** The client's call under which they are found again. */
  readonly clientCallId: string;
  readonly conversationKey: string;
  readonly phoneNumber?: PhoneNumber | undefined;
  readonly calls: readonly KeptCall[];
}

export interface KeptCallsQuery {
  /** At least one. */
  readonly clientCallIds: readonly string[];
  /** The conversation under the names that it has had so far; at least one. */
  readonly conversationKeys: readonly string[];
  readonly phoneNumber?: PhoneNumber | undefined;
}
