import { OutboxRepository } from '../../src/credit-card/card-system/outbox/outbox.repository';
import { type Database } from '../../src/database/database';
import { commitAction } from '../factories/action.factory';
import { insertCustomer } from '../factories/customer.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';

const LEASE_MS = 3_000;

describeOnEachEngine(OutboxRepository.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let outbox: OutboxRepository;
  let other: OutboxRepository;
  let actionId: string;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
    clock = new TestClock();
    outbox = new OutboxRepository(database, clock);
    other = new OutboxRepository(await store.open(), clock);
  });

  beforeEach(async () => {
    await database.queries.deleteFrom('outbox').execute();
    const { id: customerId, cardIds } = await insertCustomer(database);
    actionId = await commitAction(database, { customerId, cardId: cardIds[0] ?? '', createdAt: clock.now() });
  });

  afterAll(() => store.remove());

  async function isDue(): Promise<boolean> {
    return (await other.findDue({ limit: 10, except: [] })).some(({ id }) => id === actionId);
  }

  it('should give an action to one instance at a time, until its claim runs out', async () => {
    const claims = await Promise.all([outbox, other, outbox, other].map((one) => one.claim(actionId, LEASE_MS)));
    expect(claims.filter((attempts) => attempts !== undefined)).toEqual([1]);
    clock.advance(LEASE_MS - 1);
    expect([await isDue(), await other.claim(actionId, LEASE_MS)]).toEqual([false, undefined]);
    clock.advance(1);
    expect([await isDue(), await other.claim(actionId, LEASE_MS)]).toEqual([true, 2]);
  });

  it('should let an action rest that was given back', async () => {
    await outbox.claim(actionId, LEASE_MS);
    await outbox.giveBack(actionId, { error: 'card_system_unavailable', restMs: 100 });
    clock.advance(99);
    expect([await isDue(), await other.claim(actionId, LEASE_MS)]).toEqual([false, undefined]);
    clock.advance(1);
    expect([await isDue(), await other.claim(actionId, LEASE_MS)]).toEqual([true, 2]);
  });

  it('should leave out what the instance has under way', async () => {
    expect(await outbox.findDue({ limit: 10, except: [actionId] })).toEqual([]);
    expect(await outbox.findDue({ limit: 10, except: ['another'] })).toHaveLength(1);
  });

  it('should keep what is settled, whatever a late instance says', async () => {
    await outbox.markDelivered(actionId);
    const settled = await database.queries.selectFrom('outbox').selectAll().execute();
    await other.markRefused(actionId, 'card_cancelled');
    await other.giveBack(actionId, { error: 'card_system_unavailable', restMs: 100 });
    clock.advance(LEASE_MS);
    expect([await isDue(), await other.claim(actionId, LEASE_MS)]).toEqual([false, undefined]);
    expect(await database.queries.selectFrom('outbox').selectAll().execute()).toEqual(settled);
    expect(await other.readSettlement(actionId)).toBe('delivered');
  });
});
