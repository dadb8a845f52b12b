import { type ChangeOrigin, CardChangeService, type WantedChange } from '../../src/card-api/card-change.service';
import { type KeyedRequest } from '../../src/card-api/idempotency/idempotency.repository';
import { TurnClock } from '../../src/common/turn-clock';
import { type Database } from '../../src/database/database';
import { createCardApi, type TestCardApi } from '../factories/card-api.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';

const LEASE_MS = 30_000;
const PROPOSAL_LIFETIME_MS = 2 * 60_000;
const BLOCK: WantedChange = { operation: 'block_card' };

/** How far the instance came that died: each step has been stored, the next one was never begun. */
type CrashPoint = 'claimed' | 'proposed' | 'carried out';

describeOnEachEngine(`${CardChangeService.name} after a crash`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let api: TestCardApi;
  let customer: TestCustomer;
  let keyCount = 0;
  let request: KeyedRequest;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  beforeEach(async () => {
    clock = new TestClock();
    api = createCardApi(database, clock);
    customer = await insertCustomer(database);
    keyCount += 1;
    request = { tenant: 'acme', path: '/api/cards/block', keyDigest: `key-${keyCount}`, requestDigest: 'digest' };
  });

  function toOrigin(requestId: string): ChangeOrigin {
    const access = { keyId: 'back-office', tenant: 'acme', scopes: ['cards:write'] } as const;
    const scope = { access, requestId: 'req_1', signal: new AbortController().signal, clock: new TurnClock() };
    return { customer: { phone_number: customer.phoneNumber }, scope, requestId };
  }

  async function crash(at: CrashPoint): Promise<void> {
    const claim = await api.records.claim(request);
    if (claim.status !== 'claimed') throw new Error('The request is not new.');
    if (at === 'claimed') return;
    const origin = toOrigin(claim.lease.id);
    if (at === 'carried out') {
      expect(await api.changes.change(origin, BLOCK)).toMatchObject({ status: 'done' });
      return;
    }
    const { proposing } = await api.contexts.forChange(origin, origin.requestId);
    expect(await api.cards.propose({ ...BLOCK, context: proposing })).toMatchObject({ status: 'proposed' });
  }

  function send(): ReturnType<TestCardApi['idempotency']['answerOnce']> {
    return api.idempotency.answerOnce(request, (id) => api.changes.change(toOrigin(id), BLOCK));
  }

  async function readActions(): Promise<readonly string[]> {
    const rows = await database.queries
      .selectFrom('card_action')
      .innerJoin('pending_action', 'pending_action.id', 'card_action.pending_action_id')
      .where('card_action.customer_id', '=', customer.id)
      .where('pending_action.consumed_at', 'is not', null)
      .select('card_action.id')
      .execute();
    return rows.map(({ id }) => id);
  }

  const POINTS: readonly CrashPoint[] = ['claimed', 'proposed', 'carried out'];

  describe.each(POINTS)('when it was %s', (point) => {
    it.each([
      ['as soon as it may', LEASE_MS],
      ['after the proposal has lapsed', PROPOSAL_LIFETIME_MS],
      ['hours later', 23 * 60 * 60_000],
    ])('should act once in all, and say so: sent again %s', async (_when, pauseMs) => {
      await crash(point);
      await expect(send()).rejects.toMatchObject({ code: 'idempotent_request_in_flight' });
      clock.advance(pauseMs);
      const { body, replayed } = await send();
      const actions = await readActions();
      expect(actions).toHaveLength(1);
      expect(JSON.parse(body)).toMatchObject({ status: 'done', action_id: actions[0], card: { state: 'blocked' } });
      expect(replayed).toBe(false);
      expect(await send()).toEqual({ body, replayed: true });
    });

    it('should act once in all when two go on at once', async () => {
      await crash(point);
      const { id } = await database.queries
        .selectFrom('idempotency_record')
        .where('key_digest', '=', request.keyDigest)
        .select('id')
        .executeTakeFirstOrThrow();
      const origin = toOrigin(id);
      const replies = await Promise.all(Array.from({ length: 5 }, () => api.changes.change(origin, BLOCK)));
      const actions = await readActions();
      expect(actions).toHaveLength(1);
      for (const reply of replies) expect(reply).toMatchObject({ status: 'done', action_id: actions[0] });
    });
  });

  it('should audit who was behind the key, and that the proposal was confirmed once', async () => {
    await send();
    const entries = await database.queries
      .selectFrom('audit_entry')
      .where('customer_id', '=', customer.id)
      .orderBy('seq')
      .select(['event', 'decision', 'caller_level'])
      .execute();
    expect(entries).toEqual([
      { event: 'block-card-proposal', decision: 'allowed', caller_level: 'asserted' },
      { event: 'block-card-confirmation', decision: 'allowed', caller_level: 'asserted' },
    ]);
  });
});
