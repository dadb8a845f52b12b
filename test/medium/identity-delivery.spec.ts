import { Logger } from '@nestjs/common';
import { type Database } from '../../src/database/database';
import { OtpSender, type OutgoingPasscode, PasscodeDeliveryError } from '../../src/identity/otp/otp-sender';
import { PasscodeDispatcher } from '../../src/identity/passcode-dispatcher';
import { TestConversation } from '../factories/card-context.factory';
import { insertCustomer } from '../factories/customer.factory';
import { createIdentityService } from '../factories/identity-service.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

class FailingOtpSender extends OtpSender {
  readonly tried: OutgoingPasscode[] = [];

  constructor(private readonly toError: (passcode: OutgoingPasscode) => Error) {
    super();
  }

  send(passcode: OutgoingPasscode): Promise<void> {
    this.tried.push(passcode);
    return Promise.reject(this.toError(passcode));
  }
}

/** Takes its time until it is told to go on. */
class SlowOtpSender extends OtpSender {
  readonly started = createSignal();
  readonly goOn = createSignal();

  async send(): Promise<void> {
    this.started.give();
    await this.goOn.given;
  }
}

function createSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

describeOnEachEngine(PasscodeDispatcher.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let logged: unknown[];

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  beforeEach(() => {
    logged = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((...entry: unknown[]) => {
      logged.push(entry);
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(() => store.remove());

  async function readAudit(customerId: string): Promise<readonly object[]> {
    return database.queries
      .selectFrom('audit_entry')
      .where('customer_id', '=', customerId)
      .orderBy('seq')
      .select(['event', 'decision', 'reason'])
      .execute();
  }

  it('should not let the caller wait for the message', async () => {
    const sender = new SlowOtpSender();
    const { service, settle } = createIdentityService(database, { sender });
    const { phoneNumber } = await insertCustomer(database);
    const outcome = await service.requestPasscode({ context: new TestConversation(phoneNumber).turn(1) });
    expect(outcome.status).toBe('sent');
    await sender.started.given;
    let settled = false;
    const waiting = settle().then(() => {
      settled = true;
    });
    // A stop of the service waits for the message, as long as it is under way.
    await database.checkHealth();
    expect(settled).toBe(false);
    sender.goOn.give();
    await waiting;
  });

  it('should send only what is committed', async () => {
    const { phoneNumber } = await insertCustomer(database);
    const rows: unknown[] = [];
    class LookingOtpSender extends OtpSender {
      async send({ id }: OutgoingPasscode): Promise<void> {
        const other = await store.open();
        rows.push(await other.queries.selectFrom('passcode').where('id', '=', id).select('id').executeTakeFirst());
      }
    }
    const { service, settle } = createIdentityService(database, { sender: new LookingOtpSender() });
    await service.requestPasscode({ context: new TestConversation(phoneNumber).turn(1) });
    await settle();
    expect(rows).toEqual([{ id: expect.any(String) as string }]);
  });

  it.each<[string, (passcode: OutgoingPasscode) => Error, string]>([
    [
      'says why',
      () => new PasscodeDeliveryError('The OTP webhook answered with status 503.'),
      'The OTP webhook answered with status 503.',
    ],
    ['gives the code away', ({ code, to }) => new TypeError(`Cannot send ${code} to ${to}`), 'TypeError'],
  ])('should log and audit a failure that %s, without the code and the number', async (_what, toError, reason) => {
    const sender = new FailingOtpSender(toError);
    const { service, settle } = createIdentityService(database, { sender });
    const { id, phoneNumber } = await insertCustomer(database);
    const outcome = await service.requestPasscode({ context: new TestConversation(phoneNumber).turn(1) });
    expect(outcome.status).toBe('sent');
    await settle();
    const [passcode] = sender.tried;
    expect(logged).toEqual([[{ passcodeId: passcode?.id, reason }, 'A passcode was not delivered']]);
    expect(await readAudit(id)).toEqual([
      { event: 'passcode-request', decision: 'allowed', reason: null },
      { event: 'passcode-request', decision: 'denied', reason: 'delivery_failed' },
    ]);
    const told = JSON.stringify(logged);
    expect(told).not.toContain(passcode?.code);
    expect(told).not.toContain(phoneNumber);
  });

  it('should outlive a store that is away when the failure is to be audited', async () => {
    const closing = await store.open();
    const sender = new SlowOtpSender();
    const { phoneNumber } = await insertCustomer(database);
    jest.spyOn(sender, 'send').mockImplementation(async () => {
      await closing.close();
      throw new PasscodeDeliveryError('The OTP webhook answered with status 503.');
    });
    const { service, settle } = createIdentityService(closing, { sender });
    await service.requestPasscode({ context: new TestConversation(phoneNumber).turn(1) });
    await settle();
    expect(logged.map((entry) => (entry as readonly unknown[])[1])).toEqual([
      'A passcode was not delivered',
      'A passcode that was not delivered could not be audited',
    ]);
  });
});
