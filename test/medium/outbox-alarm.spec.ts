import { Logger } from '@nestjs/common';
import { CardSystemError } from '../../src/credit-card/card-system/card-system-error';
import { OutboxAlarm } from '../../src/credit-card/card-system/outbox/outbox-alarm';
import { OutboxRepository } from '../../src/credit-card/card-system/outbox/outbox.repository';
import { type Database } from '../../src/database/database';
import { commitAction } from '../factories/action.factory';
import { insertCustomer } from '../factories/customer.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';

const ACTION = {
  id: 'action-1',
  operation: 'block_card',
  card_id: 'card-1',
  customer_id: 'customer-1',
  created_at: '2026-11-23T09:00:00.000Z',
  reason: null,
  transaction_id: null,
};

describeOnEachEngine(OutboxAlarm.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let outbox: OutboxRepository;
  let alarm: OutboxAlarm;
  let logged: { readonly level: 'error' | 'warn'; readonly fields: unknown }[];

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    clock = new TestClock();
    outbox = new OutboxRepository(database, clock);
    alarm = new OutboxAlarm(outbox, clock);
    logged = [];
    for (const level of ['error', 'warn'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((...[fields]: readonly unknown[]) => {
        logged.push({ level, fields });
      });
    }
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await store.remove();
  });

  async function commitNow(): Promise<string> {
    const { id: customerId, cardIds } = await insertCustomer(database);
    return commitAction(database, { customerId, cardId: cardIds[0] ?? '', createdAt: clock.now() });
  }

  /** Looks once a second, as the relay does and more often. */
  async function watch(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      await alarm.checkLag();
    }
  }

  it('should alarm once a minute when an action has waited for more than a minute', async () => {
    const actionId = await commitNow();
    await watch(60);
    expect(logged).toEqual([]);
    await commitNow();
    await watch(6);
    expect(logged).toMatchObject([{ level: 'error', fields: { count: 2 } }]);
    await watch(120);
    expect(logged).toHaveLength(3);
    await outbox.markDelivered(actionId);
    await outbox.markRefused(await commitNow(), 'card_cancelled');
    await database.queries.deleteFrom('outbox').where('delivered_at', 'is', null).execute();
    await watch(120);
    expect(logged).toHaveLength(3);
  });

  it('should alarm at the start without a card system when actions wait for one', async () => {
    await alarm.checkForgotten();
    expect(logged).toEqual([]);
    await commitNow();
    await alarm.checkForgotten();
    expect(logged).toEqual([{ level: 'error', fields: { count: 1 } }]);
  });

  it('should warn of an outage, alarm of what somebody has to mend, and repeat neither within a minute', () => {
    const unavailable = new CardSystemError('card_system_unavailable', 'The card system answered 503.');
    const misconfigured = new CardSystemError('card_system_misconfigured', 'The card system refuses our token.');
    for (let second = 0; second < 60; second += 1) {
      alarm.failed(ACTION, unavailable);
      alarm.failed(ACTION, misconfigured);
      alarm.failed(ACTION, new TypeError('A bug.'));
      alarm.failed(ACTION, new CardSystemError('card_system_paused', 'It is left alone.'));
      clock.advance(1_000);
    }
    expect(logged.map(({ level }) => level)).toEqual(['warn', 'error', 'error']);
    alarm.failed(ACTION, unavailable);
    expect(logged).toHaveLength(4);
    expect(logged[0]?.fields).toEqual({
      actionId: 'action-1',
      operation: 'block_card',
      cardId: 'card-1',
      err: unavailable,
    });
  });
});
