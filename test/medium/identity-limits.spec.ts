import fc from 'fast-check';
import { type PhoneNumber } from '../../src/common/phone-number';
import { type Database } from '../../src/database/database';
import { IdentityService } from '../../src/identity/identity.service';
import { TestConversation } from '../factories/card-context.factory';
import { insertCustomer } from '../factories/customer.factory';
import { IdentityBench, wrongCode } from '../factories/identity-service.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { PasscodeModel } from '../support/passcode-model';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** What happens next on one of the two calls that one number makes at the same time. */
type Step =
  | { readonly type: 'request' | 'right' | 'wrong'; readonly call: 0 | 1 }
  | { readonly type: 'wait'; readonly milliseconds: number };

describeOnEachEngine(`Limits of ${IdentityService.name}`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let bench: IdentityBench;
  let service: IdentityService;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  beforeEach(() => {
    clock = new TestClock();
    bench = new IdentityBench(database, clock);
    service = bench.service;
  });

  afterAll(() => store.remove());

  async function insertNumber(): Promise<PhoneNumber> {
    return (await insertCustomer(database)).phoneNumber;
  }

  function inMinutes(minutes: number): Date {
    return new Date(clock.now().getTime() + minutes * MINUTE_MS);
  }

  /** A caller who speaks one turn after the other. */
  class Call {
    readonly talk: TestConversation;
    private turnCount = 0;
    private newestCode = '000000';

    constructor(private readonly phoneNumber: PhoneNumber) {
      this.talk = new TestConversation(phoneNumber);
    }

    async request(): Promise<string> {
      this.turnCount += 1;
      const before = (await bench.codesOf(this.phoneNumber)).length;
      const outcome = await service.requestPasscode({ context: this.talk.turn(this.turnCount) });
      const codes = await bench.codesOf(this.phoneNumber);
      expect(codes.length - before).toBe(outcome.status === 'sent' ? 1 : 0);
      if (outcome.status === 'sent') this.newestCode = codes.at(-1) ?? '';
      return outcome.status;
    }

    async giveRight(): Promise<string> {
      return this.give(this.newestCode);
    }

    async giveWrong(): Promise<string> {
      return this.give(wrongCode(this.newestCode, this.turnCount + 1));
    }

    async level(): Promise<string> {
      return (await service.establish(this.talk.turn(this.turnCount + 1))).caller.level;
    }

    private async give(code: string): Promise<string> {
      this.turnCount += 1;
      return (await service.checkPasscode({ context: this.talk.turn(this.turnCount), code })).status;
    }
  }

  describe('when wrong codes are given, and time passes before the right one', () => {
    const waits: readonly (readonly [string, number])[] = [
      ['at once', 0],
      ['just before the code expires', 5 * MINUTE_MS - 1],
      ['as it expires', 5 * MINUTE_MS],
      ['just before a lock would end', 30 * MINUTE_MS - 1],
      ['as a lock would end', 30 * MINUTE_MS],
      ['when the code is forgotten', 35 * MINUTE_MS],
    ];
    const rows: readonly (readonly [wrongTries: number, outcomes: readonly string[]])[] = [
      [0, ['verified', 'verified', 'expired', 'expired', 'expired', 'none']],
      [1, ['verified', 'verified', 'expired', 'expired', 'expired', 'none']],
      [4, ['verified', 'verified', 'expired', 'expired', 'expired', 'none']],
      [5, ['locked', 'locked', 'locked', 'locked', 'expired', 'none']],
      [7, ['locked', 'locked', 'locked', 'locked', 'expired', 'none']],
    ];
    const table = rows.flatMap(([wrongTries, outcomes]) =>
      waits.map(([when, waitMs], index) => ({ wrongTries, when, waitMs, expected: outcomes[index] })),
    );

    it.each(table)('should, after $wrongTries wrong ones, answer the right one $when: $expected', async (row) => {
      const call = new Call(await insertNumber());
      await call.request();
      const wrong = [];
      for (let index = 0; index < row.wrongTries; index += 1) wrong.push(await call.giveWrong());
      expect(wrong).toEqual(
        ['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked', 'locked'].slice(0, row.wrongTries),
      );
      clock.advance(row.waitMs);
      expect(await call.giveRight()).toBe(row.expected);
      expect(await call.level()).toBe(row.expected === 'verified' ? 'verified' : 'asserted');
    });
  });

  describe('when wrong codes are given', () => {
    it('should say how many tries are left, and until when it is locked', async () => {
      const phoneNumber = await insertNumber();
      const talk = new TestConversation(phoneNumber);
      await service.requestPasscode({ context: talk.turn(1) });
      const [code = ''] = await bench.codesOf(phoneNumber);
      const outcomes = [];
      for (let turn = 2; turn <= 6; turn += 1) {
        outcomes.push(await service.checkPasscode({ context: talk.turn(turn), code: wrongCode(code, turn) }));
      }
      const lock = { status: 'locked', until: inMinutes(30) };
      expect(outcomes).toEqual([...[4, 3, 2, 1].map((triesLeft) => ({ status: 'wrong', triesLeft })), lock]);
      clock.advance(MINUTE_MS);
      expect(await service.checkPasscode({ context: talk.turn(7), code })).toEqual(lock);
      expect(await service.requestPasscode({ context: talk.turn(8) })).toEqual(lock);
      expect(await service.requestPasscode({ context: new TestConversation(phoneNumber).turn(1) })).toEqual(lock);
      // A copy of each of these turns is answered as the turn was.
      for (const [index, outcome] of outcomes.entries()) {
        const context = talk.turn(index + 2);
        expect(await service.checkPasscode({ context, code: wrongCode(code, index + 2) })).toEqual(outcome);
        expect(await service.checkPasscode({ context, code })).toEqual(outcome);
      }
    });

    it('should count the same digits of a turn once, in whatever words they were sent again', async () => {
      const phoneNumber = await insertNumber();
      const talk = new TestConversation(phoneNumber);
      await service.requestPasscode({ context: talk.turnUnderOneKey(1) });
      const [code = ''] = await bench.codesOf(phoneNumber);
      const turn = talk.turnUnderOneKey(2);
      for (const words of ['', 'please', 'uh', 'thanks', 'yes', 'ok', 'so']) {
        const context = { ...turn, turnKey: `${turn.turnKey} ${words}` };
        const outcome = await service.checkPasscode({ context, code: wrongCode(code) });
        expect(outcome).toEqual({ status: 'wrong', triesLeft: 4 });
      }
      const outcome = await service.checkPasscode({ context: talk.turnUnderOneKey(3), code: wrongCode(code) });
      expect(outcome).toEqual({ status: 'wrong', triesLeft: 3 });
    });

    it('should count on over new codes and other calls', async () => {
      const phoneNumber = await insertNumber();
      const calls = [new Call(phoneNumber), new Call(phoneNumber), new Call(phoneNumber)];
      const outcomes = [];
      for (const call of calls) {
        expect(await call.request()).toBe('sent');
        outcomes.push(await call.giveWrong(), await call.giveWrong());
        clock.advance(20 * SECOND_MS);
      }
      expect(outcomes).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked']);
      expect(await calls[0]?.giveRight()).toBe('locked');
    });

    it('should leave who was verified before verified', async () => {
      const phoneNumber = await insertNumber();
      const [owner, thief] = [new Call(phoneNumber), new Call(phoneNumber)];
      await owner.request();
      await owner.giveRight();
      clock.advance(MINUTE_MS);
      await thief.request();
      for (let index = 0; index < 5; index += 1) await thief.giveWrong();
      expect([await owner.level(), await thief.level()]).toEqual(['verified', 'asserted']);
    });

    it.each(['', '12345', '1234567', '12 34 56', '١٢٣٤٥٦'])('should take %j for a wrong code', async (code) => {
      const talk = new TestConversation(await insertNumber());
      await service.requestPasscode({ context: talk.turn(1) });
      expect(await service.checkPasscode({ context: talk.turn(2), code })).toEqual({ status: 'wrong', triesLeft: 4 });
    });
  });

  describe('when codes are asked for again and again', () => {
    it('should send one in twenty seconds and three in fifteen minutes', async () => {
      const phoneNumber = await insertNumber();
      const talk = new TestConversation(phoneNumber);
      const start = clock.now().getTime();
      const sent = { status: 'sent', repeated: false };
      const limitedUntil = (seconds: number): object => ({
        status: 'resend_limited',
        retryAt: new Date(start + seconds * SECOND_MS),
      });
      const expected: readonly (readonly [second: number, outcome: object])[] = [
        [0, sent],
        [1, limitedUntil(20)],
        [19.999, limitedUntil(20)],
        [20, sent],
        [60, sent],
        [400, limitedUntil(900)],
        [899.999, limitedUntil(900)],
        [900, sent],
        [910, limitedUntil(920)],
      ];
      for (const [index, [second, outcome]] of expected.entries()) {
        clock.advance(start + second * SECOND_MS - clock.now().getTime());
        expect(await service.requestPasscode({ context: talk.turn(index + 1) })).toMatchObject(outcome);
      }
      expect(await bench.codesOf(phoneNumber)).toHaveLength(4);
    });

    it('should say whether a code of this conversation can still be used', async () => {
      const phoneNumber = await insertNumber();
      const talk = new TestConversation(phoneNumber);
      await service.requestPasscode({ context: talk.turn(1) });
      const told = await service.requestPasscode({ context: talk.turn(2) });
      expect(told).toMatchObject({ status: 'resend_limited', earlierCodeOpen: true });
      const elsewhere = await service.requestPasscode({ context: new TestConversation(phoneNumber).turn(1) });
      expect(elsewhere).toMatchObject({ status: 'resend_limited', earlierCodeOpen: false });
      const [code = ''] = await bench.codesOf(phoneNumber);
      await service.checkPasscode({ context: talk.turn(3), code });
      const used = await service.requestPasscode({ context: talk.turn(4) });
      expect(used).toMatchObject({ status: 'resend_limited', earlierCodeOpen: false });
    });
  });

  it('should agree with a plain model of the rules, whatever happens in whatever order', async () => {
    const call = fc.constantFrom<0 | 1>(0, 1);
    const seconds = fc.constantFrom(1, 19.999, 20, 60, 299.999, 300, 900, 1_799.999, 1_800, 2_100);
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ type: fc.constant('request' as const), call }) },
      { weight: 5, arbitrary: fc.record({ type: fc.constant('wrong' as const), call }) },
      { weight: 2, arbitrary: fc.record({ type: fc.constant('right' as const), call }) },
      {
        weight: 4,
        arbitrary: seconds.map((value): Step => ({ type: 'wait', milliseconds: value * SECOND_MS })),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const phoneNumber = await insertNumber();
        const calls = [new Call(phoneNumber), new Call(phoneNumber)] as const;
        const model = new PasscodeModel(() => clock.now().getTime());
        for (const next of steps) {
          if (next.type === 'wait') clock.advance(next.milliseconds);
          else expect(await act(calls[next.call], next.type)).toBe(model.act(next.call, next.type));
          for (const index of [0, 1] as const) expect(await calls[index].level()).toBe(model.levelOf(index));
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  function act(call: Call, type: 'request' | 'right' | 'wrong'): Promise<string> {
    if (type === 'request') return call.request();
    return type === 'right' ? call.giveRight() : call.giveWrong();
  }
});
