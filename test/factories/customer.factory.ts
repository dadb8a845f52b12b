import { type PhoneNumber } from '../../src/common/phone-number';
import { IdGenerator } from '../../src/common/id-generator';
import { type CardNetwork, type CardState } from '../../src/credit-card/credit-card.types';
import { type Database } from '../../src/database/database';

export interface TestCustomer {
  readonly id: string;
  readonly phoneNumber: PhoneNumber;
  /** Ids in the order in which the cards were named. */
  readonly cardIds: readonly string[];
}

interface TestCard {
  readonly network?: CardNetwork;
  readonly lastFour?: string;
  readonly state?: CardState;
}

const ids = new IdGenerator();
let customerCount = 0;

/** Stores a customer with a number of its own; one active Visa 4211 unless other cards are named. */
export async function insertCustomer(database: Database, cards: readonly TestCard[] = [{}]): Promise<TestCustomer> {
  customerCount += 1;
  const customer = { id: ids.next(), phone_number: `+1555${String(customerCount).padStart(7, '0')}` };
  const rows = cards.map(({ network = 'Visa', lastFour = '4211', state = 'active' }) => ({
    id: ids.next(),
    customer_id: customer.id,
    network,
    last_four: lastFour,
    state,
    updated_at: '2026-11-23T09:00:00.000Z',
  }));
  await database.transaction(async (transaction) => {
    await transaction.insertInto('customer').values(customer).execute();
    if (rows.length > 0) await transaction.insertInto('card').values(rows).execute();
  });
  return {
    id: customer.id,
    phoneNumber: customer.phone_number as PhoneNumber,
    cardIds: rows.map((row) => row.id),
  };
}
