import { Injectable } from '@nestjs/common';
import { maskCardText } from '../common/card-data/mask-card-data';
import { type PhoneNumber } from '../common/phone-number';
import { type ConversationMessage } from './conversation.types';
import { ConversationRepository } from './persistence/conversation.repository';

/** Enough for any call; a longer history would only cost tokens. */
const HISTORY_LIMIT = 100;

interface UserMessage {
  /** The caller's own name for the conversation; any text. */
  readonly conversationId: string;
  readonly text: string;
  readonly phoneNumber?: PhoneNumber | undefined;
}

interface RecordedConversation {
  /** The last hundred messages, oldest first, with the recorded one at the end. */
  readonly messages: readonly ConversationMessage[];
  /** The user messages before these. */
  readonly skippedUserTurns: number;
  /** The number given now, or else the last one given before. */
  readonly phoneNumber?: PhoneNumber;
}

export interface RecordedAnswer {
  takeBack(): Promise<void>;
}

/** Remembers conversations, without card data, for callers who send only what is new. Throws DatabaseError when the store is unavailable. */
@Injectable()
export class ConversationService {
  constructor(private readonly conversations: ConversationRepository) {}

  async recordUserMessage({ conversationId, text, phoneNumber }: UserMessage): Promise<RecordedConversation> {
    return this.conversations.append(
      { conversationId, role: 'user', text: maskCardText(text), phoneNumber },
      HISTORY_LIMIT,
    );
  }

  /** @returns what takes it back: an answer that did not reach the caller was not given. */
  async recordAssistantMessage({ conversationId, text }: Omit<UserMessage, 'phoneNumber'>): Promise<RecordedAnswer> {
    const { messageId } = await this.conversations.append(
      { conversationId, role: 'assistant', text: maskCardText(text) },
      0,
    );
    return { takeBack: () => this.conversations.remove(messageId) };
  }
}
