import { appendToOutbox } from '../../src/credit-card/card-system/outbox/append-to-outbox';
import { type Database } from '../../src/database/database';
import { commitAction } from '../factories/action.factory';
import { insertCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

const NOON = new Date('2026-11-23T12:00:00.000Z');

describeOnEachEngine(appendToOutbox.name, (createStore) => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  it('should number the actions of each card, whatever the clocks say', async () => {
    const { id: customerId, cardIds } = await insertCustomer(database, [{ lastFour: '1111' }, { lastFour: '2222' }]);
    const [cardId = '', otherCardId = ''] = cardIds;
    const first = await commitAction(database, { customerId, cardId, createdAt: NOON });
    await commitAction(database, { customerId, cardId: otherCardId, createdAt: NOON });
    const earlierByTheClock = new Date(NOON.getTime() - 60_000);
    const second = await commitAction(database, { customerId, cardId, createdAt: earlierByTheClock });
    const rows = await database.queries
      .selectFrom('outbox')
      .where('card_id', '=', cardId)
      .orderBy('position')
      .select(['action_id', 'position', 'delivered_at', 'attempts'])
      .execute();
    const untouched = { delivered_at: null, attempts: 0 };
    expect(rows).toEqual([
      { action_id: first, position: 1, ...untouched },
      { action_id: second, position: 2, ...untouched },
    ]);
  });

  it('should number them without a gap when two instances commit at once', async () => {
    const { id: customerId, cardIds } = await insertCustomer(database);
    const [cardId = ''] = cardIds;
    const other = await store.open();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        commitAction(index % 2 === 0 ? database : other, { customerId, cardId }),
      ),
    );
    const rows = await database.queries
      .selectFrom('outbox')
      .where('card_id', '=', cardId)
      .orderBy('position')
      .select('position')
      .execute();
    expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('should write an action as delivered when our own tables are the card system', async () => {
    const { id: customerId, cardIds } = await insertCustomer(database);
    const action = { customerId, cardId: cardIds[0] ?? '', createdAt: NOON, hasOutsideSystem: false };
    const actionId = await commitAction(database, action);
    const rows = await database.queries.selectFrom('outbox').where('action_id', '=', actionId).selectAll().execute();
    expect(rows).toMatchObject([{ delivered_at: NOON.toISOString(), refused_at: null }]);
  });
});
