import { IdGenerator } from '../../../src/common/id-generator';
import { type Database } from '../../../src/database/database';

export interface SeededCard {
  readonly customerId: string;
  readonly phoneNumber: string;
  readonly cardId: string;
  readonly lastFour: string;
  /** Its owner reports it lost; all others have theirs blocked. */
  readonly isLost: boolean;
}

const CARDS_PER_CUSTOMER = 4;
const ROWS_AT_ONCE = 200;
/** Of each customer's cards one. */
const LOST_CARD = 2;
const ids = new IdGenerator();

/** Stores so many active cards, four of each customer. `from` counts the customers that are there already. */
export async function seedCards(
  database: Database,
  { count, from }: { readonly count: number; readonly from: number },
): Promise<readonly SeededCard[]> {
  const cards: SeededCard[] = [];
  let customer = { id: '', phoneNumber: '' };
  for (let index = 0; index < count; index += 1) {
    if (index % CARDS_PER_CUSTOMER === 0) {
      const number = from + index / CARDS_PER_CUSTOMER;
      customer = { id: ids.next(), phoneNumber: `+1555${String(2_000_000 + number)}` };
    }
    const lastFour = String(1_000 + (index % CARDS_PER_CUSTOMER) * 2_000 + (index % 1_999));
    const isLost = index % CARDS_PER_CUSTOMER === LOST_CARD;
    cards.push({ customerId: customer.id, phoneNumber: customer.phoneNumber, cardId: ids.next(), lastFour, isLost });
  }
  for (let start = 0; start < cards.length; start += ROWS_AT_ONCE) {
    await insert(database, cards.slice(start, start + ROWS_AT_ONCE));
  }
  return cards;
}

async function insert(database: Database, cards: readonly SeededCard[]): Promise<void> {
  const customers = new Map(cards.map(({ customerId, phoneNumber }) => [customerId, phoneNumber]));
  await database.transaction(async (transaction) => {
    await transaction
      .insertInto('customer')
      .values([...customers].map(([id, phone_number]) => ({ id, phone_number })))
      .execute();
    await transaction
      .insertInto('card')
      .values(
        cards.map(({ cardId, customerId, lastFour }) => ({
          id: cardId,
          customer_id: customerId,
          network: 'Visa',
          last_four: lastFour,
          state: 'active',
          updated_at: '2026-11-23T09:00:00.000Z',
        })),
      )
      .execute();
  });
}
