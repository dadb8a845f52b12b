import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { IdGenerator } from '../../common/id-generator';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { DEMO_BANK, type DemoCard } from './demo-bank';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Fills a fresh embedded database, so that the first request has a customer to find. PostgreSQL is never touched. */
@Injectable()
export class DemoBankSeeder implements OnModuleInit {
  private readonly logger = new Logger(DemoBankSeeder.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.seedWhenEmpty();
  }

  /** The look and the insert share one transaction, which holds the write lock: a second start finds the first one's rows. */
  async seedWhenEmpty(): Promise<void> {
    if (this.database.engine !== 'embedded') return;
    const startMs = performance.now();
    const seeded = await this.database.transaction(async (transaction) => {
      const anyone = await transaction.selectFrom('customer').select('id').limit(1).executeTakeFirst();
      if (anyone !== undefined) return false;
      await this.insertDemoBank(transaction);
      return true;
    });
    if (!seeded) return;
    this.logger.log(
      `Seeded the demo bank with ${DEMO_BANK.length} customers in ${(performance.now() - startMs).toFixed(0)} ms`,
    );
  }

  private async insertDemoBank(transaction: QueryRunner): Promise<void> {
    for (const customer of DEMO_BANK) {
      const customerId = this.ids.next();
      await transaction.insertInto('customer').values({ id: customerId, phone_number: customer.phoneNumber }).execute();
      for (const card of customer.cards) await this.insertCard(transaction, customerId, card);
    }
  }

  private async insertCard(
    transaction: QueryRunner,
    customerId: string,
    { network, lastFour, state, balanceCents = 0, limitCents = 100_000, transactions = [] }: DemoCard,
  ): Promise<void> {
    const id = this.ids.next();
    const now = this.clock.now();
    await transaction
      .insertInto('card')
      .values({
        id,
        customer_id: customerId,
        network,
        last_four: lastFour,
        state,
        updated_at: now.toISOString(),
        balance_cents: balanceCents,
        limit_cents: limitCents,
      })
      .execute();
    for (const { merchant, amountCents, daysAgo } of transactions) {
      await transaction
        .insertInto('card_transaction')
        .values({
          id: this.ids.next(),
          card_id: id,
          posted_at: new Date(now.getTime() - daysAgo * DAY_MS).toISOString(),
          merchant,
          amount_cents: amountCents,
          currency: 'USD',
        })
        .execute();
    }
  }
}
