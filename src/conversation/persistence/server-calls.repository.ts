import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { type KeptCall, type KeptCalls, type KeptCallsQuery } from '../conversation.types';

/** Longer than any call lasts. */
const LIFETIME_MS = 2 * 60 * 60 * 1_000;
/** Removed with each insert, so that the table does not grow though nothing tidies it up. */
const MOST_REMOVED = 10;

@Injectable()
export class ServerCallsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async insert({ clientCallId, conversationKey, phoneNumber, calls }: KeptCalls): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (transaction) => {
      await removeExpired(transaction, now.toISOString());
      await transaction
        .insertInto('server_calls')
        .values({
          client_call_id: clientCallId,
          conversation_key: conversationKey,
          phone_number: phoneNumber ?? '',
          calls: JSON.stringify(calls),
          expires_at: new Date(now.getTime() + LIFETIME_MS).toISOString(),
        })
        .execute();
    });
  }

  /** By the id of the client's call; of this conversation and this caller alone. */
  async find({
    clientCallIds,
    conversationKeys,
    phoneNumber,
  }: KeptCallsQuery): Promise<ReadonlyMap<string, readonly KeptCall[]>> {
    const rows = await this.database.queries
      .selectFrom('server_calls')
      .where('client_call_id', 'in', clientCallIds)
      .where('conversation_key', 'in', conversationKeys)
      // What was kept before the caller gave a number concerns nobody in particular.
      .where('phone_number', 'in', ['', phoneNumber ?? ''])
      .where('expires_at', '>', this.clock.now().toISOString())
      .select(['client_call_id', 'calls'])
      .execute();
    return new Map(rows.map((row) => [row.client_call_id, JSON.parse(row.calls) as readonly KeptCall[]]));
  }
}

async function removeExpired(transaction: QueryRunner, now: string): Promise<void> {
  await transaction
    .deleteFrom('server_calls')
    .where('client_call_id', 'in', (query) =>
      query
        .selectFrom('server_calls as expired')
        .where('expired.expires_at', '<=', now)
        .orderBy('expired.expires_at')
        .limit(MOST_REMOVED)
        .select('expired.client_call_id'),
    )
    .execute();
}
