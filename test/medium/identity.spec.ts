import { randomUUID } from 'node:crypto';
import { type CallContext } from '../../src/common/call-context';
import { type PhoneNumber } from '../../src/common/phone-number';
import { type Database } from '../../src/database/database';
import { IdentityService } from '../../src/identity/identity.service';
import { type CheckPasscodeOutcome } from '../../src/identity/identity.types';
import { TestConversation } from '../factories/card-context.factory';
import { insertCustomer } from '../factories/customer.factory';
import { IdentityBench, wrongCode } from '../factories/identity-service.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';

const MINUTE_MS = 60_000;
const RESUME = { tool: 'get_card_balance', input: { last_four: '4211' } };
const OTHER_RESUME = { tool: 'unblock_card', input: {} };

interface Call {
  readonly talk: TestConversation;
  readonly phoneNumber: PhoneNumber;
}

describeOnEachEngine(IdentityService.name, (createStore) => {
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

  async function startCall(): Promise<Call> {
    const { phoneNumber } = await insertCustomer(database);
    return { talk: new TestConversation(phoneNumber), phoneNumber };
  }

  async function request(context: CallContext): Promise<string> {
    await service.requestPasscode({ context, resume: RESUME });
    const code = (await bench.codesOf(context.caller.phoneNumber)).at(-1);
    if (code === undefined) throw new Error('No code was sent.');
    return code;
  }

  async function check(context: CallContext, code: string): Promise<CheckPasscodeOutcome['status']> {
    return (await service.checkPasscode({ context, code })).status;
  }

  async function levelOf(context: CallContext): Promise<string> {
    return (await service.establish(context)).caller.level;
  }

  async function count(table: 'passcode' | 'verification', phoneNumber: PhoneNumber): Promise<number> {
    const rows =
      table === 'passcode'
        ? database.queries.selectFrom('passcode').where('phone_number', '=', phoneNumber).select('id')
        : database.queries
            .selectFrom('verification')
            .innerJoin('customer', 'customer.id', 'customer_id')
            .where('phone_number', '=', phoneNumber)
            .select('passcode_id');
    return (await rows.execute()).length;
  }

  async function readAudit(phoneNumber: PhoneNumber): Promise<readonly string[]> {
    const rows = await database.queries
      .selectFrom('audit_entry')
      .innerJoin('customer', 'customer.id', 'customer_id')
      .where('phone_number', '=', phoneNumber)
      .orderBy('seq')
      .select(['event', 'decision', 'reason'])
      .execute();
    return rows.map(({ event, decision, reason }) => [event, decision, reason ?? '-'].join(' '));
  }

  describe('when the caller gives the code that was sent', () => {
    it('should verify the rest of the conversation, give back what waited, and audit it', async () => {
      const { talk, phoneNumber } = await startCall();
      const requested = await service.requestPasscode({ context: talk.turn(1), resume: RESUME });
      const expiresAt = new Date(clock.now().getTime() + 5 * MINUTE_MS);
      const maskedNumber = phoneNumber.slice(-2).padStart(phoneNumber.length, '*');
      expect(requested).toEqual({ status: 'sent', maskedNumber, expiresAt, repeated: false });
      expect(await service.findOpenPasscode(talk.turn(2))).toEqual({ status: 'open', maskedNumber, expiresAt });
      const [code = ''] = await bench.codesOf(phoneNumber);
      expect(bench.sender.sent).toMatchObject([{ to: phoneNumber, expiresAt }]);

      const checked = await service.checkPasscode({ context: talk.turn(2), code });

      const verified = { level: 'verified', phoneNumber };
      const context = { ...talk.turn(2), requestId: expect.any(String) as string, caller: verified };
      expect(checked).toEqual({ status: 'verified', context, resume: RESUME, repeated: false });
      for (const turn of [2, 3, 10]) expect((await service.establish(talk.turn(turn))).caller).toEqual(verified);
      expect(await levelOf(talk.turn(1))).toBe('asserted');
      expect(await readAudit(phoneNumber)).toEqual(['passcode-request allowed -', 'passcode-check allowed -']);
    });

    it('should give back nothing when nothing waited', async () => {
      const { talk, phoneNumber } = await startCall();
      await service.requestPasscode({ context: talk.turn(1) });
      const [code = ''] = await bench.codesOf(phoneNumber);
      const outcome = await service.checkPasscode({ context: talk.turn(2), code });
      expect(outcome.status).toBe('verified');
      expect(outcome).not.toHaveProperty('resume');
    });

    it('should work in a conversation that has one name from first to last', async () => {
      const { talk } = await startCall();
      const code = await request(talk.turnUnderOneKey(1));
      expect(await check(talk.turnUnderOneKey(2), code)).toBe('verified');
      expect(await levelOf(talk.turnUnderOneKey(2))).toBe('verified');
      expect(await levelOf(talk.turnUnderOneKey(3))).toBe('verified');
      // A late copy of a turn before the proof.
      expect(await levelOf(talk.turnUnderOneKey(1))).toBe('asserted');
    });

    it('should not store the code, nor anything that gives it away without the secret', async () => {
      const { talk, phoneNumber } = await startCall();
      const code = await request(talk.turn(1));
      await check(talk.turn(2), wrongCode(code));
      await check(talk.turn(3), code);
      const stored = [];
      for (const table of ['passcode', 'passcode_answer', 'verification', 'attempt_limit', 'audit_entry'] as const) {
        stored.push(...(await database.queries.selectFrom(table).selectAll().execute()));
      }
      const values = stored.flatMap((row) => Object.values(row).map(String));
      expect(values.length).toBeGreaterThan(30);
      for (const secret of [code, wrongCode(code)]) expect(values.filter((value) => value === secret)).toEqual([]);
      const row = await database.queries
        .selectFrom('passcode')
        .where('phone_number', '=', phoneNumber)
        .select('code_hash')
        .executeTakeFirstOrThrow();
      expect(row.code_hash).toMatch(/^[\w-]{43}$/);
    });
  });

  describe('when the caller is established', () => {
    it('should be verified for thirty minutes', async () => {
      const { talk } = await startCall();
      const code = await request(talk.turn(1));
      await check(talk.turn(2), code);
      clock.advance(30 * MINUTE_MS - 1);
      expect(await levelOf(talk.turn(3))).toBe('verified');
      clock.advance(1);
      expect(await levelOf(talk.turn(3))).toBe('asserted');
    });

    it('should raise any level, and leave what is not proved as it is', async () => {
      const { talk } = await startCall();
      await check(talk.turn(2), await request(talk.turn(1)));
      expect(await levelOf(talk.turn(3, 'claimed'))).toBe('verified');
      const stranger = (await startCall()).talk.turn(3, 'claimed');
      expect(await service.establish(stranger)).toBe(stranger);
    });

    it('should take one query', async () => {
      const { talk } = await startCall();
      await check(talk.turn(2), await request(talk.turn(1)));
      const select = jest.spyOn(database.queries, 'selectFrom');
      const transaction = jest.spyOn(database, 'transaction');
      try {
        expect(await levelOf(talk.turn(3))).toBe('verified');
        expect([select.mock.calls.length, transaction.mock.calls.length]).toEqual([1, 0]);
      } finally {
        select.mockRestore();
        transaction.mockRestore();
      }
    });
  });

  describe('when the code is used again', () => {
    it('should verify nobody by it in another turn', async () => {
      const { talk, phoneNumber } = await startCall();
      const code = await request(talk.turn(1));
      await check(talk.turn(2), code);
      expect(await service.findOpenPasscode(talk.turn(3))).toBeUndefined();
      expect(await check(talk.turn(3), code)).toBe('none');
      expect(await count('verification', phoneNumber)).toBe(1);
    });

    it('should answer the same turn sent again alike, and count it once', async () => {
      const { talk, phoneNumber } = await startCall();
      const code = await request(talk.turn(1));
      await check(talk.turn(2), code);
      clock.advance(29 * MINUTE_MS);
      expect(await service.findOpenPasscode(talk.turn(2))).toMatchObject({ status: 'open' });
      const again = await service.checkPasscode({ context: talk.turn(2), code });
      expect(again).toMatchObject({ status: 'verified', resume: RESUME, repeated: true });
      expect(await count('verification', phoneNumber)).toBe(1);
      expect(await readAudit(phoneNumber)).toHaveLength(2);
    });

    it('should not verify anew by a copy that comes after the verification has expired', async () => {
      const { talk } = await startCall();
      const code = await request(talk.turn(1));
      await check(talk.turn(2), code);
      clock.advance(30 * MINUTE_MS);
      expect(await service.findOpenPasscode(talk.turn(2))).toMatchObject({ status: 'expired' });
      expect(await check(talk.turn(2), code)).toBe('expired');
      expect(await levelOf(talk.turn(2))).toBe('asserted');
      clock.advance(6 * MINUTE_MS);
      expect(await service.findOpenPasscode(talk.turn(2))).toBeUndefined();
    });

    it('should take the same turn in corrected words for the same turn', async () => {
      const { talk, phoneNumber } = await startCall();
      const code = await request(talk.turnUnderOneKey(1));
      const first = talk.turnUnderOneKey(2);
      const corrected = { ...first, turnKey: `${first.turnKey}, corrected` };
      expect(await check(first, code)).toBe('verified');
      expect(await levelOf(corrected)).toBe('asserted');
      expect(await service.findOpenPasscode(corrected)).toMatchObject({ status: 'open' });
      const outcome = await service.checkPasscode({ context: corrected, code });
      expect(outcome).toMatchObject({ status: 'verified', resume: RESUME, repeated: true });
      expect(await levelOf(corrected)).toBe('verified');
      expect(await count('passcode', phoneNumber)).toBe(1);
    });

    it('should count wrong digits that come in the same turn after the right ones', async () => {
      const { talk } = await startCall();
      const code = await request(talk.turnUnderOneKey(1));
      const first = talk.turnUnderOneKey(2);
      await check(first, code);
      const outcomes = [];
      for (let guess = 1; guess <= 6; guess += 1) {
        const context = { ...first, turnKey: `${first.turnKey}, guess ${guess}` };
        outcomes.push(await check(context, wrongCode(code, guess)));
      }
      expect(outcomes).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked']);
    });
  });

  describe('when another caller gives the code', () => {
    it('should know no code in another conversation of the same number', async () => {
      const { talk, phoneNumber } = await startCall();
      const code = await request(talk.turn(1));
      const other = new TestConversation(phoneNumber);
      expect(await service.findOpenPasscode(other.turn(2))).toBeUndefined();
      expect(await check(other.turn(2), code)).toBe('none');
      expect(await check(talk.turn(2), code)).toBe('verified');
      expect(await levelOf(other.turn(3))).toBe('asserted');
    });

    it('should know no code in the same words under another number', async () => {
      const { talk } = await startCall();
      const code = await request(talk.turn(1));
      const { phoneNumber } = await insertCustomer(database);
      const caller = { level: 'asserted', phoneNumber } as const;
      expect(await service.findOpenPasscode({ ...talk.turn(2), caller })).toBeUndefined();
      expect(await check({ ...talk.turn(2), caller }, code)).toBe('none');
      expect(await check(talk.turn(2), code)).toBe('verified');
      expect(await levelOf({ ...talk.turn(3), caller })).toBe('asserted');
    });

    it('should verify nobody when the number has become another customer', async () => {
      const { talk, phoneNumber } = await startCall();
      const code = await request(talk.turn(1));
      const newNumber = `${phoneNumber}9` as PhoneNumber;
      await database.queries
        .updateTable('customer')
        .set({ phone_number: newNumber })
        .where('phone_number', '=', phoneNumber)
        .execute();
      await database.queries.insertInto('customer').values({ id: randomUUID(), phone_number: phoneNumber }).execute();
      expect(await check(talk.turn(2), code)).toBe('wrong');
      expect(await levelOf(talk.turn(3))).toBe('asserted');
    });

    it('should know no code in the turn that asked for it', async () => {
      const { talk } = await startCall();
      const code = await request(talk.turn(1));
      expect(await service.findOpenPasscode(talk.turn(1))).toBeUndefined();
      expect(await check(talk.turn(1), code)).toBe('none');
      const { talk: otherTalk } = await startCall();
      const otherCode = await request(otherTalk.turnUnderOneKey(1));
      expect(await service.findOpenPasscode(otherTalk.turnUnderOneKey(1))).toBeUndefined();
      expect(await check(otherTalk.turnUnderOneKey(1), otherCode)).toBe('none');
    });
  });

  describe('when the caller has no number', () => {
    const nobody = new TestConversation(undefined, 'unknown');

    it('should send nothing and find nothing', async () => {
      expect(await service.requestPasscode({ context: nobody.turn(1) })).toEqual({ status: 'no_number' });
      expect(await service.findOpenPasscode(nobody.turn(2))).toBeUndefined();
      expect(await check(nobody.turn(2), '123456')).toBe('none');
    });

    it('should establish nothing, without asking the database', async () => {
      const closed = await store.open();
      await closed.close();
      const bystander = new IdentityBench(closed, clock).service;
      const context = nobody.turn(2);
      expect(await bystander.establish(context)).toBe(context);
      await expect(bystander.establish((await startCall()).talk.turn(2))).rejects.toThrow('destroyed');
    });
  });

  describe('when a new code is asked for', () => {
    it('should end the older one, and take up what was asked for last', async () => {
      const { talk } = await startCall();
      const first = await request(talk.turn(1));
      clock.advance(MINUTE_MS);
      await service.requestPasscode({ context: talk.turn(2), resume: OTHER_RESUME });
      const second = (await bench.codesOf(talk.turn(1).caller.phoneNumber)).at(-1) ?? '';
      if (second !== first) expect(await check(talk.turn(3), first)).toBe('wrong');
      const outcome = await service.checkPasscode({ context: talk.turn(4), code: second });
      expect(outcome).toMatchObject({ status: 'verified', resume: OTHER_RESUME });
    });

    it('should end the older one even where the conversation went on in other words', async () => {
      const { talk } = await startCall();
      const code = await request(talk.turn(1));
      clock.advance(MINUTE_MS);
      await request(talk.turn(2));
      const otherWords = { ...talk.turn(2), conversationKey: 'in other words', turnKey: 'in other words' };
      expect(await service.findOpenPasscode(otherWords)).toBeUndefined();
      expect(await check(otherWords, code)).toBe('none');
    });

    it('should not end the code of another conversation', async () => {
      const { talk, phoneNumber } = await startCall();
      const code = await request(talk.turn(1));
      clock.advance(MINUTE_MS);
      await request(new TestConversation(phoneNumber).turn(1));
      expect(await check(talk.turn(2), code)).toBe('verified');
    });

    it('should send nothing for the same turn again, in these or other words', async () => {
      const { talk, phoneNumber } = await startCall();
      const context = talk.turnUnderOneKey(1);
      const first = await service.requestPasscode({ context, resume: RESUME });
      clock.advance(MINUTE_MS);
      const again = await service.requestPasscode({ context, resume: RESUME });
      const corrected = { ...context, turnKey: `${context.turnKey}, corrected` };
      const inOtherWords = await service.requestPasscode({ context: corrected, resume: OTHER_RESUME });
      expect([again, inOtherWords]).toEqual([
        { ...first, repeated: true },
        { ...first, repeated: true },
      ]);
      const codes = await bench.codesOf(phoneNumber);
      expect(codes).toHaveLength(1);
      expect(await count('passcode', phoneNumber)).toBe(1);
      expect(await readAudit(phoneNumber)).toEqual(['passcode-request allowed -']);
      const outcome = await service.checkPasscode({ context: talk.turnUnderOneKey(2), code: codes[0] ?? '' });
      expect(outcome).toMatchObject({ status: 'verified', resume: OTHER_RESUME });
    });

    it.each([
      ['has expired', 5 * MINUTE_MS, false],
      ['was used', MINUTE_MS, true],
    ])('should send another for the same words in a later call, when the code %s', async (_what, pauseMs, used) => {
      const { talk, phoneNumber } = await startCall();
      const code = await request(talk.turn(1));
      if (used) await check(talk.turn(2), code);
      clock.advance(pauseMs);
      const outcome = await service.requestPasscode({ context: talk.turn(1) });
      expect(outcome).toMatchObject({ status: 'sent', repeated: false });
      expect(await bench.codesOf(phoneNumber)).toHaveLength(2);
    });

    it('should let a late copy of an earlier turn end nothing that a later turn asked for', async () => {
      const { talk } = await startCall();
      const code = await request(talk.turnUnderOneKey(3));
      clock.advance(MINUTE_MS);
      await request(talk.turnUnderOneKey(2));
      expect(await check(talk.turnUnderOneKey(4), code)).toBe('verified');
    });
  });
});
