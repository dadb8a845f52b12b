import { Injectable } from '@nestjs/common';
import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from 'kysely';
import { Clock } from '../../../common/clock';
import { Database } from '../../../database/database';
import { type DatabaseSchema } from '../../../database/database-schema';
import { type StoredAction } from './to-card-command';

/** `pending`: the card system has not answered for it yet. */
export type Settlement = 'delivered' | 'refused' | 'pending';

export interface OutboxBacklog {
  /** Actions that the card system has not answered for. */
  readonly count: number;
  /** When the oldest of them was committed; absent when there is none. */
  readonly oldestAt?: Date;
}

interface DueQuery {
  readonly limit: number;
  /** Actions that this instance is delivering already. */
  readonly except: readonly string[];
}

/** The outbox as deliveries see it. Every change is one conditional statement, so that instances need no other lock. */
@Injectable()
export class OutboxRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Actions to deliver now: at most the first undelivered one of each card, those tried least first and then the
   * oldest. So an action that the bank keeps failing on holds up its own card and no other.
   */
  findDue({ limit, except }: DueQuery): Promise<readonly StoredAction[]> {
    let query = this.database.queries
      .selectFrom('outbox')
      .innerJoin('card_action', 'card_action.id', 'outbox.action_id')
      .leftJoin('pending_action', 'pending_action.id', 'card_action.pending_action_id')
      .where((builder) => isFree(builder, this.now()))
      .where((builder) =>
        builder.not(
          builder.exists(
            builder
              .selectFrom('outbox as earlier')
              .whereRef('earlier.card_id', '=', 'outbox.card_id')
              .whereRef('earlier.position', '<', 'outbox.position')
              .where('earlier.delivered_at', 'is', null)
              .where('earlier.refused_at', 'is', null)
              .select('earlier.action_id'),
          ),
        ),
      );
    if (except.length > 0) query = query.where('outbox.action_id', 'not in', except);
    return query
      .orderBy('outbox.attempts')
      .orderBy('outbox.created_at')
      .orderBy('outbox.action_id')
      .limit(limit)
      .select(['card_action.id', 'card_action.operation', 'card_action.card_id', 'card_action.customer_id'])
      .select(['card_action.created_at', 'pending_action.reason', 'pending_action.transaction_id'])
      .execute();
  }

  /** @returns how often it was tried, this time included; `undefined` when another instance has it, or it is settled. */
  async claim(actionId: string, leaseMs: number): Promise<number | undefined> {
    const claimed = await this.database.queries
      .updateTable('outbox')
      .set(({ eb }) => ({ claimed_until: this.now(leaseMs), attempts: eb('attempts', '+', 1) }))
      .where('action_id', '=', actionId)
      .where((builder) => isFree(builder, this.now()))
      .returning('attempts')
      .executeTakeFirst();
    return claimed?.attempts;
  }

  async markDelivered(actionId: string): Promise<void> {
    await this.change(actionId, { delivered_at: this.now(), claimed_until: null, last_error: null });
  }

  async markRefused(actionId: string, reason: string): Promise<void> {
    await this.change(actionId, { refused_at: this.now(), claimed_until: null, last_error: reason });
  }

  /** Nobody tries it again before `restMs` have passed. */
  async giveBack(
    actionId: string,
    { error, restMs }: { readonly error: string; readonly restMs: number },
  ): Promise<void> {
    await this.change(actionId, { claimed_until: this.now(restMs), last_error: error });
  }

  async readSettlement(actionId: string): Promise<Settlement> {
    const row = await this.database.queries
      .selectFrom('outbox')
      .where('action_id', '=', actionId)
      .select(['delivered_at', 'refused_at'])
      .executeTakeFirst();
    if (row === undefined) return 'pending';
    if (row.delivered_at !== null) return 'delivered';
    return row.refused_at === null ? 'pending' : 'refused';
  }

  async measureBacklog(): Promise<OutboxBacklog> {
    const { count, oldest } = await this.database.queries
      .selectFrom('outbox')
      .where('delivered_at', 'is', null)
      .where('refused_at', 'is', null)
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
      .executeTakeFirstOrThrow();
    // The driver of PostgreSQL gives counts as text, and `min` of nothing is null on both.
    const oldestAt = oldest as string | null;
    return { count: Number(count), ...(oldestAt === null ? {} : { oldestAt: new Date(oldestAt) }) };
  }

  /** A settled row stays as it is, whatever a late instance says. */
  private async change(
    actionId: string,
    values: Partial<Record<'delivered_at' | 'refused_at' | 'claimed_until' | 'last_error', string | null>>,
  ): Promise<void> {
    await this.database.queries
      .updateTable('outbox')
      .set(values)
      .where('action_id', '=', actionId)
      .where('delivered_at', 'is', null)
      .where('refused_at', 'is', null)
      .execute();
  }

  private now(laterMs = 0): string {
    return new Date(this.clock.now().getTime() + laterMs).toISOString();
  }
}

function isFree(
  builder: ExpressionBuilder<DatabaseSchema, 'outbox'>,
  now: string,
): ExpressionWrapper<DatabaseSchema, 'outbox', SqlBool> {
  return builder.and([
    builder('outbox.delivered_at', 'is', null),
    builder('outbox.refused_at', 'is', null),
    builder.or([builder('outbox.claimed_until', 'is', null), builder('outbox.claimed_until', '<=', now)]),
  ]);
}
