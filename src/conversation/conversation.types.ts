/** One message as it was spoken or written, without tool calls. */
export interface ConversationMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}
