import { Injectable } from '@nestjs/common';
import { maskCardData } from '../../common/card-data/mask-card-data';
import { Clock } from '../../common/clock';
import { IdGenerator } from '../../common/id-generator';
import { type PhoneNumber } from '../../common/phone-number';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { type ConversationMessage } from '../conversation.types';

interface NewMessage extends ConversationMessage {
  readonly conversationId: string;
  readonly phoneNumber?: PhoneNumber | undefined;
}

interface StoredConversation {
  readonly messageId: string;
  /** The newest ones, oldest first, the appended one last. */
  readonly messages: readonly ConversationMessage[];
  /** The user messages before these. */
  readonly skippedUserTurns: number;
  readonly phoneNumber?: PhoneNumber;
}

interface PositionedMessage extends ConversationMessage {
  readonly position: number;
}

interface NewestMessages {
  readonly conversationId: string;
  readonly limit: number;
}

@Injectable()
export class ConversationRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** Appends to the conversation, which is made when missing, and reads back up to `readLimit` messages. */
  async append(message: NewMessage, readLimit: number): Promise<StoredConversation> {
    return this.database.transaction(async (transaction) => {
      const phoneNumber = await this.touch(transaction, message);
      const messageId = await this.insertMessage(transaction, message);
      const { conversationId } = message;
      const newest = readLimit === 0 ? [] : await this.readNewest(transaction, { conversationId, limit: readLimit });
      const before = newest[0]?.position ?? 0;
      const skippedUserTurns = await this.countOlderUserMessages(transaction, { conversationId, before });
      const messages = await this.maskJoinedNumbers(transaction, conversationId, newest);
      return { messageId, messages, skippedUserTurns, ...(phoneNumber === undefined ? {} : { phoneNumber }) };
    });
  }

  /** Those after it stay as they are. */
  async remove(messageId: string): Promise<void> {
    await this.database.queries.deleteFrom('conversation_message').where('id', '=', messageId).execute();
  }

  /**
   * The row of the conversation stays locked until the commit: appends to one conversation follow each other, so each
   * finds the position after the last.
   */
  private async touch(transaction: QueryRunner, message: NewMessage): Promise<PhoneNumber | undefined> {
    const now = this.clock.now().toISOString();
    const row = await transaction
      .insertInto('conversation')
      .values({
        id: message.conversationId,
        phone_number: message.phoneNumber ?? null,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((update) => ({
          updated_at: update.ref('excluded.updated_at'),
          phone_number: update.fn.coalesce('excluded.phone_number', 'conversation.phone_number'),
        })),
      )
      .returning('phone_number')
      .executeTakeFirstOrThrow();
    return row.phone_number === null ? undefined : (row.phone_number as PhoneNumber);
  }

  private async insertMessage(transaction: QueryRunner, message: NewMessage): Promise<string> {
    const id = this.ids.next();
    await transaction
      .insertInto('conversation_message')
      .values((values) => ({
        id,
        conversation_id: message.conversationId,
        position: values
          .selectFrom('conversation_message')
          .where('conversation_id', '=', message.conversationId)
          .select((select) => select(select.fn.coalesce(select.fn.max('position'), select.lit(0)), '+', 1).as('next')),
        role: message.role,
        text: message.text,
        created_at: this.clock.now().toISOString(),
      }))
      .execute();
    return id;
  }

  private async readNewest(
    transaction: QueryRunner,
    { conversationId, limit }: NewestMessages,
  ): Promise<readonly PositionedMessage[]> {
    const rows = await transaction
      .selectFrom('conversation_message')
      .where('conversation_id', '=', conversationId)
      .orderBy('position', 'desc')
      .limit(limit)
      .select(['role', 'text', 'position'])
      .execute();
    return rows.reverse().map(({ role, ...message }) => ({ role: role as ConversationMessage['role'], ...message }));
  }

  /** A card number that goes on from one message to the next is known for one only now: what is stored of it goes too. */
  private async maskJoinedNumbers(
    transaction: QueryRunner,
    conversationId: string,
    stored: readonly PositionedMessage[],
  ): Promise<readonly ConversationMessage[]> {
    const texts = stored.filter(({ role }) => role === 'user').map(({ text }) => text);
    const masked = maskCardData(texts).values();
    const messages: ConversationMessage[] = [];
    for (const { role, text, position } of stored) {
      const kept = role === 'user' ? (masked.next().value ?? '') : text;
      messages.push({ role, text: kept });
      if (kept === text) continue;
      await transaction
        .updateTable('conversation_message')
        .set({ text: kept })
        .where('conversation_id', '=', conversationId)
        .where('position', '=', position)
        .execute();
    }
    return messages;
  }

  /** A history that was cut must not make later turns look like earlier ones. */
  private async countOlderUserMessages(
    transaction: QueryRunner,
    { conversationId, before }: { readonly conversationId: string; readonly before: number },
  ): Promise<number> {
    if (before <= 1) return 0;
    const { count } = await transaction
      .selectFrom('conversation_message')
      .where('conversation_id', '=', conversationId)
      .where('position', '<', before)
      .where('role', '=', 'user')
      .select((select) => select.fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  }
}
