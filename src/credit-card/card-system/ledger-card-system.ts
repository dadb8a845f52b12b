import { type Database } from '../../database/database';
import { type CardState } from '../credit-card.types';
import { CardSystem, type CardSystemHealth, type DeliveryOutcome } from './card-system';

/** Our own tables are the card system: what is committed there is delivered. */
export class LedgerCardSystem extends CardSystem {
  readonly kind = 'ledger';

  constructor(private readonly database: Database) {
    super();
  }

  deliver(): Promise<DeliveryOutcome> {
    return Promise.resolve({ status: 'delivered' });
  }

  async readState(cardId: string): Promise<CardState | undefined> {
    const card = await this.database.queries
      .selectFrom('card')
      .where('id', '=', cardId)
      .select('state')
      .executeTakeFirst();
    return card?.state as CardState | undefined;
  }

  checkHealth(): Promise<CardSystemHealth> {
    return this.database.checkHealth();
  }

  close(): void {
    // The database closes itself.
  }
}
