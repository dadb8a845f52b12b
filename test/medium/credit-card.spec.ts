import { type CallerLevel } from '../../src/common/call-context';
import { CreditCardService } from '../../src/credit-card/credit-card.service';
import { type CarryOutOutcome } from '../../src/credit-card/credit-card.outcomes';
import { type PendingAction } from '../../src/credit-card/credit-card.types';
import { type Database } from '../../src/database/database';
import { createCardService } from '../factories/card-service.factory';
import { TestConversation } from '../factories/card-context.factory';
import { findPendingAction } from '../factories/find-pending-action';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { type PhoneNumber } from '../../src/common/phone-number';

const LIFETIME_MS = 120_000;
const NOBODY = '+15559999999' as PhoneNumber;

describeOnEachEngine(CreditCardService.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let service: CreditCardService;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  beforeEach(() => {
    clock = new TestClock();
    service = createCardService(database, { clock });
  });

  afterAll(() => store.remove());

  async function propose(talk: TestConversation, turn = 1, lastFour?: string): Promise<PendingAction> {
    const outcome = await service.propose({ context: talk.turn(turn), operation: 'block_card', lastFour });
    if (outcome.status !== 'proposed') throw new Error(`Expected a proposal, got ${outcome.status}.`);
    return outcome.pendingAction;
  }

  async function confirm(talk: TestConversation, turn: number): Promise<CarryOutOutcome | 'no proposal'> {
    const context = talk.turn(turn);
    const pending = await findPendingAction(service, context);
    return pending === undefined ? 'no proposal' : service.carryOut({ context, pendingAction: pending });
  }

  async function readStates(customer: TestCustomer): Promise<readonly string[]> {
    const rows = await database.queries
      .selectFrom('card')
      .where('customer_id', '=', customer.id)
      .orderBy('id')
      .select('state')
      .execute();
    return rows.map((row) => row.state);
  }

  async function countActions(customer: TestCustomer): Promise<number> {
    const rows = await database.queries
      .selectFrom('card_action')
      .where('customer_id', '=', customer.id)
      .select('id')
      .execute();
    return rows.length;
  }

  async function readAudit(customer: TestCustomer): Promise<readonly string[]> {
    const rows = await database.queries
      .selectFrom('audit_entry')
      .where('customer_id', '=', customer.id)
      .orderBy('seq')
      .select(['event', 'decision', 'reason'])
      .execute();
    return rows.map(({ event, decision, reason }) => [event, decision, reason ?? '-'].join(' '));
  }

  describe('when a card is proposed and confirmed', () => {
    it('should block it once, with an action and an audit entry', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const pending = await propose(talk);
      expect(pending.expiresAt.getTime()).toBe(clock.now().getTime() + LIFETIME_MS);
      expect(await readStates(customer)).toEqual(['active']);

      const outcome = await confirm(talk, 2);

      expect(outcome).toMatchObject({ status: 'done', repeated: false, card: { state: 'blocked', lastFour: '4211' } });
      expect(await readStates(customer)).toEqual(['blocked']);
      expect(await countActions(customer)).toBe(1);
      expect(await readAudit(customer)).toEqual(['block-card-proposal allowed -', 'block-card-confirmation allowed -']);
    });

    it('should answer a repeat of the same turn with the same action, even after the proposal would have expired', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      await propose(talk);
      const first = await confirm(talk, 2);
      clock.advance(LIFETIME_MS * 4);
      const second = await confirm(talk, 2);
      expect(second).toEqual({ ...(first as object), repeated: true });
      expect(await countActions(customer)).toBe(1);
    });

    it('should find nothing to confirm for a yes in a later turn', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const pending = await propose(talk);
      await confirm(talk, 2);
      expect(await confirm(talk, 3)).toBe('no proposal');
      const late = await service.carryOut({ context: talk.turn(3), pendingAction: pending });
      expect(late).toMatchObject({ status: 'done', repeated: true });
      expect(await countActions(customer)).toBe(1);
    });

    it('should not take the proposing turn itself for a yes', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const pending = await propose(talk);
      expect(await confirm(talk, 1)).toBe('no proposal');
      const same = await service.carryOut({ context: talk.turn(1), pendingAction: pending });
      const context = { ...talk.turn(1), earlierConversationKeys: [talk.turn(1).conversationKey] };
      const sameKey = await service.carryOut({ context, pendingAction: pending });
      expect([same, sameKey]).toEqual([{ status: 'lapsed' }, { status: 'superseded' }]);
      expect(await readStates(customer)).toEqual(['active']);
    });

    it('should not confirm from another conversation', async () => {
      const customer = await insertCustomer(database);
      const pending = await propose(new TestConversation(customer.phoneNumber));
      const other = new TestConversation(customer.phoneNumber);
      expect(await confirm(other, 2)).toBe('no proposal');
      const outcome = await service.carryOut({ context: other.turn(2), pendingAction: pending });
      expect(outcome).toEqual({ status: 'lapsed' });
      expect(await readStates(customer)).toEqual(['active']);
    });
  });

  describe('when time passes', () => {
    it.each([
      [LIFETIME_MS - 1, 'done', 'blocked'],
      [LIFETIME_MS, 'lapsed', 'active'],
    ])('should answer a yes after %d ms with %s', async (elapsedMs, status, state) => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const pending = await propose(talk);
      clock.advance(elapsedMs);
      const outcome = await service.carryOut({ context: talk.turn(2), pendingAction: pending });
      expect(outcome.status).toBe(status);
      expect(await readStates(customer)).toEqual([state]);
    });

    it('should propose anew when the same turn is sent again after the end', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const old = await propose(talk);
      clock.advance(LIFETIME_MS);
      const renewed = await propose(talk);
      expect(renewed.id).not.toBe(old.id);
      expect(await confirm(talk, 2)).toMatchObject({ status: 'done' });
    });
  });

  describe('when proposals repeat, follow each other or are withdrawn', () => {
    it('should return the same proposal for the same turn', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const copies = await Promise.all([propose(talk), propose(talk), propose(talk)]);
      expect(new Set(copies.map((copy) => copy.id)).size).toBe(1);
      expect(await readAudit(customer)).toEqual(['block-card-proposal allowed -']);
    });

    it('should let a new proposal withdraw the one before it', async () => {
      const customer = await insertCustomer(database, [{ lastFour: '1881' }, { lastFour: '8805' }]);
      const talk = new TestConversation(customer.phoneNumber);
      const first = await propose(talk, 1, '1881');
      const second = await propose(talk, 2, '8805');
      expect(await findPendingAction(service, talk.turn(3))).toMatchObject({ id: second.id });
      const outcome = await service.carryOut({ context: talk.turn(3), pendingAction: first });
      expect(outcome).toEqual({ status: 'lapsed' });
      expect(await confirm(talk, 3)).toMatchObject({ status: 'done', card: { lastFour: '8805' } });
      expect(await readStates(customer)).toEqual(['active', 'blocked']);
    });

    it('should not let a late copy of an earlier turn withdraw a newer proposal', async () => {
      const customer = await insertCustomer(database, [{ lastFour: '1881' }, { lastFour: '8805' }]);
      const talk = new TestConversation(customer.phoneNumber);
      await propose(talk, 1, '1881');
      const second = await propose(talk, 2, '8805');
      await propose(talk, 1, '1881');
      expect(await findPendingAction(service, talk.turn(3))).toMatchObject({ id: second.id });
    });

    it('should forget a proposal that was declined, and say so in the audit', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const pending = await propose(talk);
      await service.withdraw({ context: talk.turn(2), pendingAction: pending }, 'declined');
      await service.withdraw({ context: talk.turn(2), pendingAction: pending }, 'declined');
      expect(await confirm(talk, 3)).toBe('no proposal');
      const outcome = await service.carryOut({ context: talk.turn(3), pendingAction: pending });
      expect(outcome).toEqual({ status: 'lapsed' });
      expect(await readAudit(customer)).toEqual([
        'block-card-proposal allowed -',
        'proposal-withdrawal allowed declined',
        'block-card-confirmation denied lapsed',
      ]);
    });

    it('should not fall back to an older proposal after the newest was declined', async () => {
      const customer = await insertCustomer(database, [{ lastFour: '1881' }, { lastFour: '8805' }]);
      const talk = new TestConversation(customer.phoneNumber);
      await propose(talk, 1, '1881');
      const second = await propose(talk, 2, '8805');
      await service.withdraw({ context: talk.turn(3), pendingAction: second }, 'declined');
      expect(await confirm(talk, 4)).toBe('no proposal');
      expect(await readStates(customer)).toEqual(['active', 'active']);
    });

    it('should not withdraw what is already done', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const pending = await propose(talk);
      const done = await confirm(talk, 2);
      await service.withdraw({ context: talk.turn(2), pendingAction: pending }, 'declined');
      expect(await confirm(talk, 2)).toEqual({ ...(done as object), repeated: true });
    });

    it('should change nothing when the card was blocked meanwhile, and say the same again', async () => {
      const customer = await insertCustomer(database);
      const talks = [new TestConversation(customer.phoneNumber), new TestConversation(customer.phoneNumber)] as const;
      await propose(talks[0]);
      await propose(talks[1]);
      await confirm(talks[0], 2);
      const answers = [await confirm(talks[1], 2), await confirm(talks[1], 2)];
      expect(answers).toMatchObject([
        { status: 'not_applicable', card: { state: 'blocked' } },
        { status: 'not_applicable', card: { state: 'blocked' } },
      ]);
      expect(await countActions(customer)).toBe(1);
    });
  });

  describe('when all turns of a conversation share one key', () => {
    it('should tell a repeat of the confirming turn from a yes in a later one', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const proposed = await service.propose({ context: talk.turnUnderOneKey(1), operation: 'block_card' });
      if (proposed.status !== 'proposed') throw new Error(proposed.status);
      const reference = { pendingAction: proposed.pendingAction };
      const answers = [];
      for (const turn of [1, 2, 2, 3]) {
        answers.push(await service.carryOut({ ...reference, context: talk.turnUnderOneKey(turn) }));
      }
      expect(answers).toMatchObject([
        { status: 'superseded' },
        { status: 'done', repeated: false },
        { status: 'done', repeated: true },
        { status: 'done', repeated: true },
      ]);
      expect(await findPendingAction(service, talk.turnUnderOneKey(2))).toMatchObject({
        id: proposed.pendingAction.id,
      });
      expect(await findPendingAction(service, talk.turnUnderOneKey(3))).toBeUndefined();
    });

    it('should not let a late copy of an earlier turn withdraw a newer proposal', async () => {
      const customer = await insertCustomer(database, [{ lastFour: '1881' }, { lastFour: '8805' }]);
      const talk = new TestConversation(customer.phoneNumber);
      for (const [turn, lastFour] of [
        [1, '1881'],
        [2, '8805'],
        [1, '1881'],
      ] as const) {
        await service.propose({ context: talk.turnUnderOneKey(turn), operation: 'block_card', lastFour });
      }
      const open = await findPendingAction(service, talk.turnUnderOneKey(3));
      expect(open).toMatchObject({ card: { lastFour: '8805' } });
    });
  });

  describe('when another customer tries', () => {
    it('should neither find, confirm nor withdraw the proposal', async () => {
      const owner = await insertCustomer(database);
      const thief = await insertCustomer(database);
      const talk = new TestConversation(owner.phoneNumber);
      const pending = await propose(talk);
      const context = { ...talk.turn(2), caller: { level: 'verified', phoneNumber: thief.phoneNumber } } as const;
      expect(await findPendingAction(service, context)).toBeUndefined();
      expect(await service.carryOut({ context, pendingAction: pending })).toEqual({ status: 'lapsed' });
      await service.withdraw({ context, pendingAction: pending }, 'declined');
      expect(await readStates(owner)).toEqual(['active']);
      expect(await confirm(talk, 2)).toMatchObject({ status: 'done' });
    });

    it('should know only the caller’s own cards', async () => {
      await insertCustomer(database, [{ lastFour: '7001' }]);
      const caller = await insertCustomer(database, [{ lastFour: '7002' }]);
      const talk = new TestConversation(caller.phoneNumber);
      const outcome = await service.propose({ context: talk.turn(1), operation: 'block_card', lastFour: '7001' });
      expect(outcome).toMatchObject({ status: 'no_such_card', cards: [{ lastFour: '7002' }] });
      expect(await service.listCards(talk.turn(1))).toMatchObject({ status: 'listed', cards: [{ lastFour: '7002' }] });
    });
  });

  describe('when the caller is not sure to be who they say', () => {
    it.each<[CallerLevel, readonly string[]]>([
      ['unknown', ['denied identify', 'denied identify', 'denied identify']],
      ['claimed', ['denied verify', 'denied last_four', 'proposed']],
      ['asserted', ['listed', 'proposed', 'proposed']],
      ['verified', ['listed', 'proposed', 'proposed']],
    ])('should treat %s by the policy table', async (level, expected) => {
      const { phoneNumber } = await insertCustomer(database);
      const talk = new TestConversation(level === 'unknown' ? undefined : phoneNumber, level);
      const outcomes = [
        await service.listCards(talk.turn(1)),
        await service.propose({ context: talk.turn(1), operation: 'block_card' }),
        await service.propose({ context: talk.turn(1), operation: 'block_card', lastFour: '4211' }),
      ];
      const said = outcomes.map((outcome) =>
        outcome.status === 'denied' ? `denied ${outcome.nextStep}` : outcome.status,
      );
      expect(said).toEqual(expected);
    });

    it('should answer a claimed number that nobody has exactly like one that somebody has', async () => {
      const { phoneNumber } = await insertCustomer(database, [{ lastFour: '1111', state: 'cancelled' }, {}]);
      for (const lastFour of [undefined, '0000', '1111']) {
        const known = new TestConversation(phoneNumber, 'claimed');
        const unknown = new TestConversation(NOBODY, 'claimed');
        const answer = await service.propose({ context: known.turn(1), operation: 'block_card', lastFour });
        expect(answer).toEqual({ status: 'denied', nextStep: 'last_four' });
        expect(await service.propose({ context: unknown.turn(1), operation: 'block_card', lastFour })).toEqual(answer);
        expect(await service.listCards(unknown.turn(1))).toEqual(await service.listCards(known.turn(1)));
      }
    });

    it('should confirm under the claimed number what was proposed with the right digits', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber, 'claimed');
      await propose(talk, 1, '4211');
      expect(await confirm(talk, 2)).toMatchObject({ status: 'done' });
    });

    it('should not confirm under a claimed number what was proposed without digits', async () => {
      const customer = await insertCustomer(database);
      const talk = new TestConversation(customer.phoneNumber);
      const pending = await propose(talk);
      const context = talk.turn(2, 'claimed');
      expect(await service.carryOut({ context, pendingAction: pending })).toEqual({
        status: 'denied',
        nextStep: 'last_four',
      });
      expect(await readStates(customer)).toEqual(['active']);
    });

    it('should record every denial', async () => {
      const talk = new TestConversation(NOBODY, 'claimed');
      await service.listCards(talk.turn(1));
      await service.propose({ context: talk.turn(1), operation: 'block_card', lastFour: '0000' });
      const entries = await database.queries
        .selectFrom('audit_entry')
        .where('conversation_key', '=', talk.turn(1).conversationKey)
        .orderBy('seq')
        .select(['event', 'decision', 'reason', 'caller_level'])
        .execute();
      expect(entries).toEqual([
        { event: 'list-cards-reading', decision: 'denied', reason: 'verify', caller_level: 'claimed' },
        { event: 'block-card-proposal', decision: 'denied', reason: 'last_four', caller_level: 'claimed' },
      ]);
    });

    it('should tell an asserted number that nobody has that there is no such card', async () => {
      const context = new TestConversation(NOBODY).turn(1);
      expect(await service.propose({ context, operation: 'block_card' })).toEqual({
        status: 'no_such_card',
        cards: [],
      });
      expect(await service.listCards(context)).toEqual({ status: 'listed', cards: [] });
    });
  });
});
