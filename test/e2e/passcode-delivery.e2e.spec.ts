import { type PhoneNumber } from '../../src/common/phone-number';
import { IdentityService } from '../../src/identity/identity.service';
import { TestConversation } from '../factories/card-context.factory';
import { createEmbeddedStore, type TestStore } from '../support/database';
import { MessageSystem } from '../support/message-system';
import { startTestApp, type TestApp } from '../support/test-app';

/** A customer of the demo bank. */
const PHONE_NUMBER = '+1234567890' as PhoneNumber;
const TOKEN = 'token-of-the-bank';

describe('Delivery of passcodes', () => {
  let system: MessageSystem;
  let store: TestStore;
  let testApp: TestApp;
  let talk: TestConversation;
  let service: IdentityService;

  beforeEach(async () => {
    system = await MessageSystem.start();
    store = await createEmbeddedStore();
    testApp = await startTestApp({
      OTP_WEBHOOK_URL: system.url,
      OTP_WEBHOOK_TOKEN: TOKEN,
      DATABASE_URL: store.url,
    });
    talk = new TestConversation(PHONE_NUMBER);
    service = testApp.app.get(IdentityService, { strict: false });
  });

  afterEach(async () => {
    await testApp.close();
    await system.stop();
    await store.remove();
  });

  it('should reach the bank, and verify who reads the code back', async () => {
    const [outcome, [message]] = await Promise.all([
      service.requestPasscode({ context: talk.turn(1) }),
      system.receive(1),
    ]);
    expect(outcome.status).toBe('sent');
    expect(message?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` });
    const { to, code } = message?.body as { readonly to: string; readonly code: string };
    expect(to).toBe(PHONE_NUMBER);
    expect((await service.checkPasscode({ context: talk.turn(2), code })).status).toBe('verified');
    expect(testApp.logs()).toContain('Opened the embedded database');
    expect(testApp.logs()).not.toContain(code);
    expect(testApp.logs()).not.toContain(PHONE_NUMBER);
  });

  it('should be waited for when the service stops, so that a failure can still be audited', async () => {
    system.answerWith('silence', 400);
    await Promise.all([service.requestPasscode({ context: talk.turn(1) }), system.receive(1)]);
    await testApp.app.close();
    expect(system.received).toHaveLength(2);
    const database = await store.open();
    const entries = await database.queries.selectFrom('audit_entry').orderBy('seq').select('reason').execute();
    expect(entries.map(({ reason }) => reason)).toEqual([null, 'delivery_failed']);
  });
});
