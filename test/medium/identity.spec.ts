import { type PhoneNumber } from '../../src/common/phone-number';
import { type Database } from '../../src/database/database';
import { IdentityService } from '../../src/identity/identity.service';
import { TestConversation } from '../factories/card-context.factory';
import { insertCustomer } from '../factories/customer.factory';
import { CapturingOtpSender, createIdentityService, type TestIdentity } from '../factories/identity-service.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';

const MINUTE_MS = 60_000;
const RESUME = { tool: 'get_card_balance', input: { last_four: '4211' } };

describeOnEachEngine(IdentityService.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let sender: CapturingOtpSender;
  let identity: TestIdentity;
  let service: IdentityService;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  beforeEach(() => {
    clock = new TestClock();
    sender = new CapturingOtpSender();
    identity = createIdentityService(database, { clock, sender });
    service = identity.service;
  });

  afterAll(() => store.remove());

  async function startCall(): Promise<{ readonly talk: TestConversation; readonly phoneNumber: PhoneNumber }> {
    const { phoneNumber } = await insertCustomer(database);
    return { talk: new TestConversation(phoneNumber), phoneNumber };
  }

  describe('when the caller gives the code that was sent', () => {
    it('should verify the rest of the conversation and give back what waited', async () => {
      const { talk, phoneNumber } = await startCall();
      const outcome = await service.requestPasscode({ context: talk.turn(1), resume: RESUME });
      await identity.settle();
      expect(outcome).toEqual({
        status: 'sent',
        maskedNumber: `*********${phoneNumber.slice(-2)}`.padStart(phoneNumber.length, '*'),
        expiresAt: new Date(clock.now().getTime() + 5 * MINUTE_MS),
        repeated: false,
      });
      expect(sender.sent).toMatchObject([{ to: phoneNumber, code: expect.stringMatching(/^\d{6}$/) as string }]);
      expect(await service.findOpenPasscode(talk.turn(2))).toMatchObject({ status: 'open' });

      const code = sender.sent[0]?.code ?? '';
      const checked = await service.checkPasscode({ context: talk.turn(2), code });

      expect(checked).toMatchObject({ status: 'verified', resume: RESUME, repeated: false });
      for (const turn of [2, 3, 10]) {
        expect((await service.establish(talk.turn(turn))).caller).toEqual({ level: 'verified', phoneNumber });
      }
      expect((await service.establish(talk.turn(1))).caller.level).toBe('asserted');
    });
  });
});
