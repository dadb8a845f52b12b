import { Injectable } from '@nestjs/common';
import { maskCardText } from '../common/card-data/mask-card-data';
import { type PhoneNumber } from '../common/phone-number';
import { type ConversationMessage, type KeptCall, type KeptCalls, type KeptCallsQuery } from './conversation.types';
import { ConversationRepository } from './persistence/conversation.repository';
import { ServerCallsRepository } from './persistence/server-calls.repository';

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
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly serverCalls: ServerCallsRepository,
  ) {}

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

  /** Keeps what the server's tools said beside a call of the client's, for the request that brings its result. */
  async keepServerCalls(kept: KeptCalls): Promise<void> {
    await this.serverCalls.insert(kept);
  }

  /** What was kept, by the id of the client's call; of the same conversation and caller only, and for two hours. */
  async findServerCalls(query: KeptCallsQuery): Promise<ReadonlyMap<string, readonly KeptCall[]>> {
    return this.serverCalls.find(query);
  }
}
