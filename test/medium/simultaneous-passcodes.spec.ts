import { type CallContext } from '../../src/common/call-context';
import { Clock } from '../../src/common/clock';
import { type PhoneNumber } from '../../src/common/phone-number';
import { type Database } from '../../src/database/database';
import { IdentityService } from '../../src/identity/identity.service';
import { TestConversation } from '../factories/card-context.factory';
import { insertCustomer } from '../factories/customer.factory';
import { IdentityBench, wrongCode } from '../factories/identity-service.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

const ROUNDS = 10;
const COPIES = 5;
const GUESSES = 16;

describeOnEachEngine(`Simultaneous calls of ${IdentityService.name}`, (createStore) => {
  let store: TestStore;
  let databases: readonly [Database, Database];
  let benches: readonly [IdentityBench, IdentityBench];

  beforeAll(async () => {
    store = await createStore();
    databases = [await store.open(), await store.open()];
    benches = [new IdentityBench(databases[0], new Clock()), new IdentityBench(databases[1], new Clock())];
  });

  afterAll(() => store.remove());

  function serviceFor(index: number): IdentityService {
    return benches[index % 2 === 0 ? 0 : 1].service;
  }

  /** The same at once, over both instances in turn. */
  function atOnce<T>(
    count: number,
    work: (service: IdentityService, index: number) => Promise<T>,
  ): Promise<readonly T[]> {
    return Promise.all(Array.from({ length: count }, (_, index) => work(serviceFor(index), index)));
  }

  async function codesOf(phoneNumber: PhoneNumber): Promise<readonly string[]> {
    return [...(await benches[0].codesOf(phoneNumber)), ...(await benches[1].codesOf(phoneNumber))];
  }

  async function startCall(): Promise<{
    readonly talk: TestConversation;
    readonly phoneNumber: PhoneNumber;
    readonly code: string;
  }> {
    const { phoneNumber } = await insertCustomer(databases[0]);
    const talk = new TestConversation(phoneNumber);
    await benches[0].service.requestPasscode({ context: talk.turnUnderOneKey(1) });
    const [code = ''] = await codesOf(phoneNumber);
    return { talk, phoneNumber, code };
  }

  /** The second turn in words of its own, as one of many who try at once would say it. */
  function inWords(talk: TestConversation, words: number): CallContext {
    const turn = talk.turnUnderOneKey(2);
    return { ...turn, turnKey: `${turn.turnKey} in words ${words}` };
  }

  async function countAudited(phoneNumber: PhoneNumber, event: string): Promise<number> {
    const rows = await databases[0].queries
      .selectFrom('audit_entry')
      .innerJoin('customer', 'customer.id', 'audit_entry.customer_id')
      .where('phone_number', '=', phoneNumber)
      .where('event', '=', event)
      .select('seq')
      .execute();
    return rows.length;
  }

  it(`should send one code for ${COPIES} copies of a request`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { phoneNumber } = await insertCustomer(databases[0]);
      const context = new TestConversation(phoneNumber).turn(1);
      const outcomes = await atOnce(COPIES, (service) => service.requestPasscode({ context }));
      expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: COPIES }, () => 'sent'));
      expect(await codesOf(phoneNumber)).toHaveLength(1);
      expect(await countAudited(phoneNumber, 'passcode-request')).toBe(1);
    }
  }, 60_000);

  it('should send one code when many conversations ask for the same number', async () => {
    const { phoneNumber } = await insertCustomer(databases[0]);
    const outcomes = await atOnce(GUESSES, (service) =>
      service.requestPasscode({ context: new TestConversation(phoneNumber).turn(1) }),
    );
    const limited = outcomes.filter(({ status }) => status === 'resend_limited');
    expect([outcomes.length - limited.length, limited.length]).toEqual([1, GUESSES - 1]);
    expect(await codesOf(phoneNumber)).toHaveLength(1);
  }, 60_000);

  it(`should use the code once for ${COPIES} copies of the turn that gives it`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { talk, phoneNumber, code } = await startCall();
      const context = talk.turnUnderOneKey(2);
      const outcomes = await atOnce(COPIES, (service) => service.checkPasscode({ context, code }));
      expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: COPIES }, () => 'verified'));
      expect(outcomes.filter((outcome) => outcome.status === 'verified' && !outcome.repeated)).toHaveLength(1);
      expect(await countAudited(phoneNumber, 'passcode-check')).toBe(1);
    }
  }, 60_000);

  it(`should count ${COPIES} copies of a turn with a wrong code once`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { talk, phoneNumber, code } = await startCall();
      const context = talk.turnUnderOneKey(2);
      const outcomes = await atOnce(COPIES, (service) => service.checkPasscode({ context, code: wrongCode(code) }));
      expect(outcomes).toEqual(Array.from({ length: COPIES }, () => ({ status: 'wrong', triesLeft: 4 })));
      expect(await countAudited(phoneNumber, 'passcode-check')).toBe(1);
    }
  }, 60_000);

  it('should look at one code for each turn, whatever digits come with its copies', async () => {
    const { talk, code } = await startCall();
    const context = talk.turnUnderOneKey(2);
    const outcomes = await atOnce(GUESSES, (service, index) =>
      service.checkPasscode({ context, code: wrongCode(code, index + 1) }),
    );
    expect(outcomes).toEqual(Array.from({ length: GUESSES }, () => ({ status: 'wrong', triesLeft: 4 })));
    expect(await serviceFor(1).checkPasscode({ context, code })).toEqual({ status: 'wrong', triesLeft: 4 });
  }, 60_000);

  it(`should let no more than five of ${GUESSES} guesses through`, async () => {
    const { talk, phoneNumber, code } = await startCall();
    const outcomes = await atOnce(GUESSES, (service, index) =>
      service.checkPasscode({ context: inWords(talk, index), code: wrongCode(code, index + 1) }),
    );
    const triesLeft = outcomes.flatMap((outcome) => (outcome.status === 'wrong' ? [outcome.triesLeft] : []));
    expect([...triesLeft].sort()).toEqual([1, 2, 3, 4]);
    expect(outcomes.filter(({ status }) => status === 'locked')).toHaveLength(GUESSES - 4);
    expect(await serviceFor(0).checkPasscode({ context: talk.turnUnderOneKey(3), code })).toMatchObject({
      status: 'locked',
    });
    expect(await countAudited(phoneNumber, 'passcode-check')).toBe(GUESSES + 1);
  }, 60_000);

  it('should let guesses through five at most, whatever kinds of calls go on beside them', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { talk, phoneNumber, code } = await startCall();
      const outcomes = await atOnce(GUESSES, async (service, index) => {
        if (index % 4 === 2) await service.requestPasscode({ context: talk.turnUnderOneKey(index + 3) });
        if (index % 4 === 3) await service.establish(talk.turnUnderOneKey(index));
        return service.checkPasscode({ context: inWords(talk, index), code: wrongCode(code, index + 1) });
      });
      expect(outcomes.filter(({ status }) => status === 'wrong')).toHaveLength(4);
      expect(outcomes.filter(({ status }) => status === 'locked')).toHaveLength(GUESSES - 4);
      expect(await codesOf(phoneNumber)).toHaveLength(1);
    }
  }, 60_000);

  it(`should admit five of ${GUESSES} guesses of last four digits, and copies of one guess as one`, async () => {
    const { phoneNumber } = await insertCustomer(databases[0]);
    const context = new TestConversation(phoneNumber, 'claimed').turn(1);
    const copies = await atOnce(COPIES, (service) => service.admitGuess({ context, kind: 'last-four', guess: '0000' }));
    expect(copies).toEqual(Array.from({ length: COPIES }, () => ({ status: 'admitted', triesLeft: 4 })));
    const admissions = await atOnce(GUESSES, (service, index) =>
      service.admitGuess({ context, kind: 'last-four', guess: String(1_000 + index) }),
    );
    expect(admissions.filter(({ status }) => status === 'admitted')).toHaveLength(4);
    expect(admissions.filter(({ status }) => status === 'locked')).toHaveLength(GUESSES - 4);
  }, 60_000);
});
