import { Logger } from '@nestjs/common';
import { Clock } from '../../src/common/clock';
import { type ChangeOperation } from '../../src/common/operation';
import { type CardSystem } from '../../src/credit-card/card-system/card-system';
import { LedgerCardSystem } from '../../src/credit-card/card-system/ledger-card-system';
import { Bell } from '../../src/credit-card/card-system/outbox/bell';
import { OutboxRelay } from '../../src/credit-card/card-system/outbox/outbox-relay';
import { OutboxRepository } from '../../src/credit-card/card-system/outbox/outbox.repository';
import { type Database } from '../../src/database/database';
import { commitAction } from '../factories/action.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { connectTo, createRelay } from '../factories/outbox-relay.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { FakeBank } from '../support/fake-bank/fake-bank';
import { StoppedCardSystem } from '../support/stopped-card-system';
import { waitUntil } from '../support/wait-until';

const CARDS = 40;
/** What happens to each card, in this order. */
const OPERATIONS: readonly ChangeOperation[] = [
  'block_card',
  'unblock_card',
  'dispute_transaction',
  'block_card',
  'report_card_lost',
];

/** As of another instance whose clock is ahead, so that claims which are alive here have run out there. */
class FastClock extends Clock {
  override now(): Date {
    return new Date(Date.now() + 10_000);
  }
}

describeOnEachEngine(OutboxRelay.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let bank: FakeBank;
  let stopped: StoppedCardSystem | undefined;
  const relays: OutboxRelay[] = [];

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterEach(async () => {
    stopped?.release();
    for (const relay of relays.splice(0)) await relay.onApplicationShutdown();
    await bank.stop();
    await store.remove();
    jest.restoreAllMocks();
  });

  async function startRelay(
    cardSystem: CardSystem,
    options: { on?: Database; clock?: Clock } = {},
  ): Promise<OutboxRelay> {
    const relay = createRelay(options.on ?? database, { cardSystem, ...options });
    relays.push(relay);
    await relay.onModuleInit();
    return relay;
  }

  async function insertBankCustomer(): Promise<TestCustomer & { readonly cardId: string }> {
    const customer = await insertCustomer(database);
    const [cardId = ''] = customer.cardIds;
    bank.ledger.addCard(cardId, { customerId: customer.id, state: 'active' });
    return { ...customer, cardId };
  }

  /** Commits the actions of a card after one another, and those of the cards in turn. */
  async function commitActions(
    cardCount: number,
    operations: readonly ChangeOperation[],
  ): Promise<Map<string, string[]>> {
    const customers = [];
    for (let count = 0; count < cardCount; count += 1) customers.push(await insertBankCustomer());
    const actionsOfCards = new Map<string, string[]>();
    for (const operation of operations) {
      for (const { id: customerId, cardId } of customers) {
        const more = operation === 'dispute_transaction' ? { transactionId: `transaction-of-${cardId}` } : {};
        const actionId = await commitAction(database, { customerId, cardId, operation, ...more });
        actionsOfCards.set(cardId, [...(actionsOfCards.get(cardId) ?? []), actionId]);
      }
    }
    return actionsOfCards;
  }

  async function countPending(): Promise<number> {
    const rows = await database.queries
      .selectFrom('outbox')
      .where('delivered_at', 'is', null)
      .where('refused_at', 'is', null)
      .select('action_id')
      .execute();
    return rows.length;
  }

  async function hasFailedWith(code: string): Promise<boolean> {
    const rows = await database.queries
      .selectFrom('outbox')
      .where('last_error', '=', code)
      .select('action_id')
      .execute();
    return rows.length > 0;
  }

  async function measureUntilDelivered(): Promise<number> {
    const startMs = performance.now();
    await waitUntil(async () => (await countPending()) === 0);
    return performance.now() - startMs;
  }

  function report(what: string, lastedMs: number): void {
    process.stdout.write(
      `${store.engine}: ${what}, all delivered ${lastedMs.toFixed(0)} ms after the bank came back\n`,
    );
  }

  function effectsOf(cardId: string): readonly string[] {
    return bank.ledger.effects.filter((effect) => effect.cardId === cardId).map(({ key }) => key);
  }

  /** One effect for each action, none without one, and those of a card in the order of its actions. */
  function expectOneEffectEach(actionsOfCards: ReadonlyMap<string, readonly string[]>): void {
    for (const [cardId, actions] of actionsOfCards) expect(effectsOf(cardId)).toEqual(actions);
    expect(bank.ledger.effects).toHaveLength([...actionsOfCards.values()].flat().length);
    expect(bank.violations).toEqual([]);
  }

  describe('when the bank loses, repeats and delays 30 percent of the calls', () => {
    it(`should deliver ${CARDS * OPERATIONS.length} actions once each, those of a card in order`, async () => {
      bank = await new FakeBank({ faultRate: 0.3, longestDelayMs: 500 }).start();
      await bank.goDown();
      const relay = await startRelay(connectTo(bank, { callMs: 300 }));
      if (store.engine === 'postgres') await startRelay(connectTo(bank, { callMs: 300 }), { on: await store.open() });
      const actionsOfCards = await commitActions(CARDS, OPERATIONS);
      const [first = ''] = [...actionsOfCards.values()].flat();
      expect(await relay.settle(first)).toBe('pending');

      await bank.comeUp();
      const lastedMs = await measureUntilDelivered();
      await bank.receiveLateCopies();

      expectOneEffectEach(actionsOfCards);
      for (const cardId of actionsOfCards.keys()) expect(bank.ledger.stateOf(cardId)).toBe('cancelled');
      const faults = new Set(bank.requests.map(({ fault }) => fault));
      expect(faults).toEqual(
        new Set([undefined, 'lost-request', 'lost-reply', 'spoilt-reply', 'duplicate', 'late', 'slow']),
      );
      report(`${bank.ledger.effects.length} actions in ${bank.requests.length} requests`, lastedMs);
    }, 60_000);
  });

  describe('when the bank recovers', () => {
    const OUTAGES: readonly [string, () => void | Promise<void>][] = [
      ['refused connections', () => bank.goDown()],
      [
        'never answered',
        () => {
          bank.fallSilent();
        },
      ],
      [
        'answered 503',
        () => {
          bank.breakDown();
        },
      ],
    ];

    it.each(OUTAGES)(
      'should deliver all that was committed while it %s',
      async (title, begin) => {
        bank = await new FakeBank({ faultRate: 0.3, longestDelayMs: 500 }).start();
        await begin();
        const relay = await startRelay(connectTo(bank));
        if (store.engine === 'postgres') await startRelay(connectTo(bank), { on: await store.open() });
        const actionsOfCards = await commitActions(CARDS, ['block_card', 'unblock_card']);
        const [first = ''] = [...actionsOfCards.values()].flat();
        await waitUntil(() => hasFailedWith('card_system_paused'));
        expect(await relay.settle(first)).toBe('pending');
        bank.heal();
        await bank.comeUp();
        const lastedMs = await measureUntilDelivered();
        expectOneEffectEach(actionsOfCards);
        report(`${bank.ledger.effects.length} actions after it ${title}`, lastedMs);
      },
      60_000,
    );
  });

  describe('when an instance stops between sending and noting it', () => {
    it('should send again under the same key, with one effect', async () => {
      bank = await new FakeBank().start();
      const actionsOfCards = await commitActions(10, ['block_card', 'unblock_card']);
      stopped = new StoppedCardSystem(connectTo(bank));
      await startRelay(stopped);
      await waitUntil(() => (stopped?.answered ?? 0) >= 10);
      expect(await countPending()).toBe(20);

      await startRelay(connectTo(bank), { on: await store.open(), clock: new FastClock() });
      await waitUntil(async () => (await countPending()) === 0);
      expect(bank.requests.filter(({ copy }) => copy === 2)).toHaveLength(10);
      expectOneEffectEach(actionsOfCards);
    }, 30_000);

    it('should change nothing when the stopped one goes on in the end', async () => {
      bank = await new FakeBank().start();
      const actionsOfCards = await commitActions(1, ['block_card', 'unblock_card']);
      stopped = new StoppedCardSystem(connectTo(bank));
      const late = await startRelay(stopped);
      await waitUntil(() => (stopped?.answered ?? 0) >= 1);
      await startRelay(connectTo(bank), { on: await store.open(), clock: new FastClock() });
      await waitUntil(async () => (await countPending()) === 0);
      const before = await database.queries.selectFrom('outbox').selectAll().orderBy('position').execute();
      stopped.release();
      await late.onApplicationShutdown();
      expect(await database.queries.selectFrom('outbox').selectAll().orderBy('position').execute()).toEqual(before);
      expectOneEffectEach(actionsOfCards);
    }, 30_000);
  });

  describe('when it is asked right after the commit', () => {
    it('should tell that the bank has it', async () => {
      bank = await new FakeBank().start();
      const relay = await startRelay(connectTo(bank));
      const [actionId = ''] = [...(await commitActions(1, ['block_card'])).values()].flat();
      expect(await relay.settle(actionId, 10_000)).toBe('delivered');
    });

    it('should be woken by the delivery, and not look for it', async () => {
      bank = await new FakeBank().start();
      stopped = new StoppedCardSystem(connectTo(bank));
      const relay = await startRelay(stopped);
      const sleep = Object.getOwnPropertyDescriptor(Bell.prototype, 'sleep')?.value as Bell['sleep'];
      jest.spyOn(Bell.prototype, 'sleep').mockImplementation(function (this: Bell, milliseconds) {
        return sleep.call(this, milliseconds * 10_000);
      });
      const actions = [...(await commitActions(3, ['block_card'])).values()].flat();
      const settled = Promise.all(actions.map((actionId) => relay.settle(actionId, 3_600_000)));
      await waitUntil(() => (stopped?.answered ?? 0) === 3);
      stopped.release();
      expect(await settled).toEqual(['delivered', 'delivered', 'delivered']);
    }, 30_000);

    it('should ask the store only now and then, however many wait', async () => {
      bank = await new FakeBank().start();
      bank.fallSilent();
      const relay = await startRelay(connectTo(bank));
      const look = jest.spyOn(OutboxRepository.prototype, 'readSettlement');
      const actions = [...(await commitActions(100, ['block_card'])).values()].flat();
      const settled = await Promise.all(actions.map((actionId) => relay.settle(actionId)));
      expect(new Set(settled)).toEqual(new Set(['pending']));
      // At once, every 200 of 1,500 ms, and at the end; one more for a timer that fires a little early.
      expect(look.mock.calls.length).toBeLessThanOrEqual(100 * 10);
    }, 30_000);

    it('should tell so from another instance than the one that delivers', async () => {
      bank = await new FakeBank().start();
      await startRelay(connectTo(bank));
      const cardSystem = connectTo(bank);
      const other = createRelay(await store.open(), { cardSystem });
      const [actionId = ''] = [...(await commitActions(1, ['block_card'])).values()].flat();
      expect(await other.settle(actionId, 10_000)).toBe('delivered');
      cardSystem.close();
    });

    it('should tell that the bank does not answer yet', async () => {
      bank = await new FakeBank().start();
      bank.fallSilent();
      const relay = await startRelay(connectTo(bank));
      const [actionId = ''] = [...(await commitActions(1, ['block_card'])).values()].flat();
      expect(await relay.settle(actionId, 100)).toBe('pending');
    });

    it('should tell the same when the store fails, since the action is committed all the same', async () => {
      bank = await new FakeBank().start();
      const closing = await store.open();
      const cardSystem = connectTo(bank);
      const relay = createRelay(closing, { cardSystem });
      await closing.close();
      expect(await relay.settle('some-action')).toBe('pending');
      cardSystem.close();
    });

    it('should take our own tables for the card system when there is no other', async () => {
      bank = await new FakeBank().start();
      const relay = await startRelay(new LedgerCardSystem(database));
      const customer = await insertBankCustomer();
      const action = { customerId: customer.id, cardId: customer.cardId, hasOutsideSystem: false };
      expect(await relay.settle(await commitAction(database, action))).toBe('delivered');
      expect(await countPending()).toBe(0);
      expect(bank.requests).toEqual([]);
    });
  });

  describe('when the bank refuses an action for good', () => {
    it('should tell so, alarm a person, and go on with the card', async () => {
      bank = await new FakeBank().start();
      const relay = await startRelay(connectTo(bank));
      const logError = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
      const actionsOfCards = await commitActions(1, ['report_card_lost', 'unblock_card', 'dispute_transaction']);
      const [lost = '', unblock = '', dispute = ''] = [...actionsOfCards.values()].flat();
      expect(await relay.settle(dispute, 10_000)).toBe('delivered');
      expect(await relay.settle(unblock)).toBe('refused');
      expect(effectsOf([...actionsOfCards.keys()][0] ?? '')).toEqual([lost, dispute]);
      const row = await database.queries.selectFrom('outbox').where('action_id', '=', unblock).selectAll().execute();
      expect(row).toMatchObject([
        { delivered_at: null, last_error: 'card_cancelled', attempts: 1, claimed_until: null },
      ]);
      await relay.onApplicationShutdown();
      expect(logError.mock.calls).toEqual([
        [
          expect.objectContaining({ actionId: unblock, reason: 'card_cancelled', bankState: 'cancelled' }),
          'The card system refused a committed action for good',
        ],
      ]);
    });
  });

  describe('when the bank fails on some cards only', () => {
    it('should deliver to all the others, and keep the order of those', async () => {
      bank = await new FakeBank().start();
      const actionsOfCards = await commitActions(3, ['block_card', 'unblock_card']);
      const [broken = ''] = actionsOfCards.keys();
      bank.breakCard(broken);
      await startRelay(connectTo(bank));
      await waitUntil(async () => (await countPending()) === 2);
      expect(effectsOf(broken)).toEqual([]);
      bank.mendCard(broken);
      await waitUntil(async () => (await countPending()) === 0);
      expectOneEffectEach(actionsOfCards);
    }, 30_000);

    it('should let a new action through while so many fail that the breaker is open', async () => {
      bank = await new FakeBank().start();
      const failing = await commitActions(30, ['block_card']);
      for (const cardId of failing.keys()) bank.breakCard(cardId);
      const relay = await startRelay(connectTo(bank));
      await waitUntil(() => hasFailedWith('card_system_paused'));
      const [actionId = ''] = [...(await commitActions(1, ['block_card'])).values()].flat();
      await waitUntil(async () => (await relay.settle(actionId)) === 'delivered');
      expect(await countPending()).toBe(30);
    }, 30_000);
  });

  describe('when the token is wrong', () => {
    it('should drop nothing, alarm a person, and deliver once it is right', async () => {
      bank = await new FakeBank().start();
      const logError = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
      const actionsOfCards = await commitActions(2, ['block_card', 'unblock_card']);
      const misled = await startRelay(connectTo(bank, { token: 'wrong' }));
      await waitUntil(() => hasFailedWith('card_system_misconfigured'));
      await misled.onApplicationShutdown();
      expect(await countPending()).toBe(4);
      const said = 'Deliveries fail until somebody mends the settings or the program';
      expect(logError.mock.calls).toEqual([[expect.anything(), said]]);
      await startRelay(connectTo(bank));
      await waitUntil(async () => (await countPending()) === 0);
      expectOneEffectEach(actionsOfCards);
    }, 30_000);
  });

  describe('when the service stops', () => {
    it('should finish the delivery under way, and begin no other', async () => {
      bank = await new FakeBank().start();
      stopped = new StoppedCardSystem(connectTo(bank));
      const relay = await startRelay(stopped);
      const actionsOfCards = await commitActions(1, ['block_card', 'unblock_card']);
      const [block = '', unblock = ''] = [...actionsOfCards.values()].flat();
      await waitUntil(() => (stopped?.answered ?? 0) >= 1);
      const stopping = relay.onApplicationShutdown();
      stopped.release();
      await stopping;
      expect(await relay.settle(block)).toBe('delivered');
      expect(await relay.settle(unblock)).toBe('pending');
      expect(bank.ledger.effects.map(({ key }) => key)).toEqual([block]);
    });

    it('should leave no timer behind', async () => {
      bank = await new FakeBank().start();
      const countTimers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
      const before = countTimers();
      const relay = await startRelay(connectTo(bank));
      await relay.onApplicationShutdown();
      // Fewer, when a timer of something else ended meanwhile.
      expect(countTimers()).toBeLessThanOrEqual(before);
    });
  });
});
