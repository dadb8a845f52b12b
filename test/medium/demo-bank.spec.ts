import { Clock } from '../../src/common/clock';
import { IdGenerator } from '../../src/common/id-generator';
import { DemoBankSeeder } from '../../src/credit-card/persistence/demo-bank.seeder';
import { type Database } from '../../src/database/database';
import { insertCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

describeOnEachEngine(DemoBankSeeder.name, (createStore) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await createStore();
  });

  afterEach(() => store.remove());

  function createSeeder(database: Database): DemoBankSeeder {
    return new DemoBankSeeder(database, new Clock(), new IdGenerator());
  }

  async function readCards(database: Database): Promise<Readonly<Record<string, readonly string[]>>> {
    const rows = await database.queries
      .selectFrom('customer')
      .innerJoin('card', 'card.customer_id', 'customer.id')
      .orderBy('card.id')
      .select(['customer.phone_number', 'card.network', 'card.last_four', 'card.state'])
      .execute();
    const cards: Record<string, string[]> = {};
    for (const row of rows) (cards[row.phone_number] ??= []).push(`${row.network} ${row.last_four} ${row.state}`);
    return cards;
  }

  it('should fill an empty embedded database once, whoever starts at the same moment, and never PostgreSQL', async () => {
    const databases = [await store.open(), await store.open()] as const;
    await Promise.all(databases.map((database) => createSeeder(database).onModuleInit()));
    await createSeeder(databases[0]).onModuleInit();
    const cards = await readCards(databases[1]);
    if (store.engine === 'postgres') {
      expect(cards).toEqual({});
      return;
    }
    expect(cards).toMatchObject({
      '+1234567890': ['Visa 4211 active'],
      '+15550100001': ['Visa 1881 active', 'Mastercard 8805 active'],
      '+15550100002': ['Mastercard 5100 blocked'],
      '+15550100003': ['Visa 3307 cancelled', 'American Express 1006 active'],
    });
  });

  it('should leave a bank with customers alone', async () => {
    const database = await store.open();
    const customer = await insertCustomer(database);
    await createSeeder(database).onModuleInit();
    expect(await readCards(database)).toEqual({ [customer.phoneNumber]: ['Visa 4211 active'] });
  });
});
