import { type PhoneNumber } from '../../src/common/phone-number';
import { type Database } from '../../src/database/database';
import { IdentityService } from '../../src/identity/identity.service';
import { type Guess, type GuessAdmission } from '../../src/identity/identity.types';
import { TestConversation } from '../factories/card-context.factory';
import { insertCustomer } from '../factories/customer.factory';
import { IdentityBench } from '../factories/identity-service.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';

const MINUTE_MS = 60_000;

describeOnEachEngine(`Guesses of ${IdentityService.name}`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let service: IdentityService;
  let phoneNumber: PhoneNumber;
  let talk: TestConversation;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  beforeEach(async () => {
    clock = new TestClock();
    service = new IdentityBench(database, clock).service;
    phoneNumber = (await insertCustomer(database)).phoneNumber;
    talk = new TestConversation(phoneNumber, 'claimed');
  });

  afterAll(() => store.remove());

  function guessOf(turn: number, guess: string, conversation = talk): Guess {
    return { context: conversation.turn(turn), kind: 'last-four', guess };
  }

  async function admit(turn: number, guess: string, conversation = talk): Promise<GuessAdmission> {
    return service.admitGuess(guessOf(turn, guess, conversation));
  }

  it('should admit five, over all conversations of the number, and then none for thirty minutes', async () => {
    const other = new TestConversation(phoneNumber, 'claimed');
    const admissions = [
      await admit(1, '0001'),
      await admit(1, '0002'),
      await admit(2, '0001'),
      await admit(1, '0001', other),
      await admit(2, '0003', other),
    ];
    expect(admissions).toEqual([4, 3, 2, 1, 0].map((triesLeft) => ({ status: 'admitted', triesLeft })));
    const lock = { status: 'locked', until: new Date(clock.now().getTime() + 30 * MINUTE_MS) };
    expect(await admit(3, '0004')).toEqual(lock);
    clock.advance(30 * MINUTE_MS - 1);
    expect(await admit(3, '0004')).toEqual(lock);
    clock.advance(1);
    expect(await admit(3, '0004')).toEqual({ status: 'admitted', triesLeft: 4 });
  });

  it('should count a copy of a turn once, even of the turn that locked', async () => {
    const guesses = ['0001', '0002', '0003', '0004', '0005'];
    const first = [];
    for (const guess of guesses) first.push(await admit(1, guess));
    const again = [];
    for (const guess of guesses) again.push(await admit(1, guess));
    expect(again).toEqual(first);
  });

  it('should forget a guess that was right, and the lock that it would have caused', async () => {
    for (const guess of ['0001', '0002', '0003', '0004']) await admit(1, guess);
    expect(await admit(2, '4211')).toEqual({ status: 'admitted', triesLeft: 0 });
    await service.forgiveGuess(guessOf(2, '4211'));
    expect(await admit(3, '0005')).toEqual({ status: 'admitted', triesLeft: 0 });
    expect(await admit(4, '0006')).toMatchObject({ status: 'locked' });
  });

  it('should not forget others for the sake of a right one', async () => {
    for (const guess of ['0001', '0002', '0003']) await admit(1, guess);
    await admit(2, '4211');
    await service.forgiveGuess(guessOf(2, '4211'));
    expect(await admit(3, '0004')).toEqual({ status: 'admitted', triesLeft: 1 });
  });

  it('should keep kinds and numbers apart', async () => {
    for (const guess of ['0001', '0002', '0003', '0004', '0005']) await admit(1, guess);
    const other = new TestConversation((await insertCustomer(database)).phoneNumber, 'claimed');
    expect(await admit(1, '0001', other)).toEqual({ status: 'admitted', triesLeft: 4 });
    expect(await service.requestPasscode({ context: talk.turn(2) })).toMatchObject({ status: 'sent' });
  });

  it('should admit a caller without a number, whose guess can match nothing', async () => {
    const nobody = new TestConversation(undefined, 'unknown');
    for (let turn = 1; turn <= 10; turn += 1) {
      expect(await admit(turn, '0001', nobody)).toEqual({ status: 'admitted', triesLeft: 5 });
      await service.forgiveGuess(guessOf(turn, '0001', nobody));
    }
  });

  it('should audit what it refuses, and store no digits', async () => {
    const contexts = [];
    for (const guess of ['0001', '0002', '0003', '0004', '0005', '7391']) {
      const wanted = guessOf(1, guess);
      contexts.push(wanted.context.requestId);
      await service.admitGuess(wanted);
    }
    const rows = await database.queries
      .selectFrom('audit_entry')
      .where('request_id', 'in', contexts)
      .select(['event', 'decision', 'reason'])
      .execute();
    expect(rows).toEqual([{ event: 'last-four-guess', decision: 'denied', reason: 'locked' }]);
    const limit = await database.queries
      .selectFrom('attempt_limit')
      .where('subject', '=', `last-four:${phoneNumber}`)
      .select('failures')
      .executeTakeFirstOrThrow();
    expect(limit.failures).not.toMatch(/"000[1-5]"|7391/);
    expect(JSON.parse(limit.failures)).toHaveLength(5);
  });
});
