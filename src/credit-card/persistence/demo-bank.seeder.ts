import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { IdGenerator } from '../../common/id-generator';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { DEMO_BANK } from './demo-bank';

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
    const updatedAt = this.clock.now().toISOString();
    for (const customer of DEMO_BANK) {
      const customerId = this.ids.next();
      await transaction.insertInto('customer').values({ id: customerId, phone_number: customer.phoneNumber }).execute();
      for (const { network, lastFour, state } of customer.cards) {
        await transaction
          .insertInto('card')
          .values({
            id: this.ids.next(),
            customer_id: customerId,
            network,
            last_four: lastFour,
            state,
            updated_at: updatedAt,
          })
          .execute();
      }
    }
  }
}
