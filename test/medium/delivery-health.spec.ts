import { Clock } from '../../src/common/clock';
import { type CardSystem } from '../../src/credit-card/card-system/card-system';
import { LedgerCardSystem } from '../../src/credit-card/card-system/ledger-card-system';
import { DeliveryHealth } from '../../src/credit-card/card-system/outbox/delivery-health';
import { type OutboxRelay } from '../../src/credit-card/card-system/outbox/outbox-relay';
import { OutboxRepository } from '../../src/credit-card/card-system/outbox/outbox.repository';
import { type Database } from '../../src/database/database';
import { commitAction } from '../factories/action.factory';
import { insertCustomer } from '../factories/customer.factory';
import { connectTo, createRelay } from '../factories/outbox-relay.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { FakeBank } from '../support/fake-bank/fake-bank';
import { waitUntil } from '../support/wait-until';

describeOnEachEngine(DeliveryHealth.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let bank: FakeBank;
  let relay: OutboxRelay | undefined;

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    bank = await new FakeBank().start();
  });

  afterEach(async () => {
    await relay?.onApplicationShutdown();
    relay = undefined;
    await bank.stop();
    await store.remove();
  });

  function observe(cardSystem: CardSystem = connectTo(bank), clock = new Clock()): DeliveryHealth {
    relay = createRelay(database, { cardSystem, clock });
    return new DeliveryHealth(relay, new OutboxRepository(database, clock), clock);
  }

  async function commit(createdAt = new Date()): Promise<void> {
    const { id: customerId, cardIds } = await insertCustomer(database);
    const [cardId = ''] = cardIds;
    bank.ledger.addCard(cardId, { customerId, state: 'active' });
    await commitAction(database, { customerId, cardId, createdAt });
  }

  it('should say nothing when our own tables are the card system', async () => {
    expect(await observe(new LedgerCardSystem(database)).check()).toBeUndefined();
  });

  it('should be up while nothing waits for long', async () => {
    const clock = new TestClock();
    const health = observe(connectTo(bank), clock);
    expect(await health.check()).toEqual({ state: 'up', detail: 'Calls go through; no action waits.' });
    await commit(clock.now());
    clock.advance(60_000);
    expect(await health.check()).toEqual({
      state: 'up',
      detail: 'Calls go through; 1 waiting, the oldest for 60 s.',
    });
    clock.advance(1_000);
    expect(await health.check()).toMatchObject({ state: 'down', detail: expect.stringContaining('61 s') as string });
  });

  it('should be down from when the bank is left alone until a delivery succeeds', async () => {
    await bank.goDown();
    const health = observe();
    for (let count = 0; count < 20; count += 1) await commit();
    await relay?.onModuleInit();
    await waitUntil(async () => (await health.check())?.state === 'down');
    expect((await health.check())?.detail).toMatch(
      /^The card system failed too often.*; 20 waiting, the oldest for \d+ s\.$/,
    );
    await bank.comeUp();
    await waitUntil(async () => (await health.check())?.state === 'up');
  }, 30_000);

  it('should be down when the outbox cannot be read', async () => {
    const health = observe();
    await database.close();
    expect(await health.check()).toEqual({ state: 'down', detail: 'The outbox cannot be read.' });
  });
});
