import { openDispute } from '../../src/credit-card/persistence/open-dispute';
import { type Database } from '../../src/database/database';
import { commitAction } from '../factories/action.factory';
import { insertCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

const OPENED_AT = new Date('2026-11-24T09:00:00.000Z');

describeOnEachEngine(openDispute.name, (createStore) => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  /** @param references given out one after the other. */
  async function dispute(...references: readonly string[]): Promise<string> {
    const { id: customerId, cardIds } = await insertCustomer(database);
    const [cardId = ''] = cardIds;
    const actionId = await commitAction(database, { customerId, cardId, operation: 'dispute_transaction' });
    await database.queries
      .insertInto('card_transaction')
      .values({
        id: actionId,
        card_id: cardId,
        posted_at: OPENED_AT.toISOString(),
        merchant: 'Shop',
        amount_cents: 100,
        currency: 'USD',
      })
      .execute();
    const left = [...references];
    const makeReference = (): string => left.shift() ?? 'none left';
    await database.transaction((transaction) =>
      openDispute(transaction, { actionId, transactionId: actionId, openedAt: OPENED_AT, makeReference }),
    );
    const row = await database.queries
      .selectFrom('dispute')
      .where('action_id', '=', actionId)
      .select('reference')
      .executeTakeFirstOrThrow();
    return row.reference;
  }

  it('should take another reference when one is taken', async () => {
    expect(await dispute('D-1')).toBe('D-1');
    expect(await dispute('D-1', 'D-1', 'D-2')).toBe('D-2');
  });

  it('should give up after three', async () => {
    expect(await dispute('D-3')).toBe('D-3');
    await expect(dispute('D-3', 'D-3', 'D-3', 'D-4')).rejects.toThrow('3 references');
  });

  it('should make one of eight digits by itself', async () => {
    const { id: customerId, cardIds } = await insertCustomer(database);
    const [cardId = ''] = cardIds;
    const actionId = await commitAction(database, { customerId, cardId, operation: 'dispute_transaction' });
    const transaction = {
      id: actionId,
      card_id: cardId,
      posted_at: '',
      merchant: '',
      amount_cents: 1,
      currency: 'USD',
    };
    await database.queries.insertInto('card_transaction').values(transaction).execute();
    await openDispute(database.queries, { actionId, transactionId: actionId, openedAt: OPENED_AT });
    const rows = await database.queries.selectFrom('dispute').where('id', '=', actionId).select('reference').execute();
    expect(rows).toEqual([{ reference: expect.stringMatching(/^D-\d{8}$/) as string }]);
  });
});
