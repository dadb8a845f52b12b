import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { type Moment } from '../identity.types';

@Injectable()
export class VerificationRepository {
  constructor(private readonly database: Database) {}

  /** Whether the caller proved to be the customer with this number, in this conversation and before or in this turn. */
  async isVerified({ context, phoneNumber, now }: Moment): Promise<boolean> {
    const row = await this.database.queries
      .selectFrom('verification')
      .innerJoin('customer', 'customer.id', 'verification.customer_id')
      .where('customer.phone_number', '=', phoneNumber)
      .where('verification.conversation_key', 'in', [context.conversationKey, ...context.earlierConversationKeys])
      .where((expression) =>
        expression.or([
          expression('verification.user_turn', '<', context.userTurn),
          expression('verification.turn_key', '=', context.turnKey),
        ]),
      )
      .where('verification.expires_at', '>', now.toISOString())
      .limit(1)
      .select('verification.passcode_id')
      .executeTakeFirst();
    return row !== undefined;
  }
}
