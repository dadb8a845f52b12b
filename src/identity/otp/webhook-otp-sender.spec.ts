import { type MessageAnswer, MessageSystem } from '../../../test/support/message-system';
import { type PhoneNumber } from '../../common/phone-number';
import { type OutgoingPasscode, PasscodeDeliveryError } from './otp-sender';
import { WebhookOtpSender } from './webhook-otp-sender';

const PASSCODE: OutgoingPasscode = {
  id: '01a20b3c-7d1e-7000-8000-000000000001',
  to: '+15550100001' as PhoneNumber,
  code: '042913',
  expiresAt: new Date('2026-11-24T09:05:00.000Z'),
};
const BODY = { to: PASSCODE.to, code: PASSCODE.code, expires_at: '2026-11-24T09:05:00.000Z', id: PASSCODE.id };
const TOKEN = 'token-of-the-bank';
/** Where silence is waited out; everything else has the time that the product has. */
const SHORT_TIMEOUT_MS = 500;

describe(WebhookOtpSender.name, () => {
  let system: MessageSystem;

  beforeEach(async () => {
    system = await MessageSystem.start();
  });

  afterEach(() => system.stop());

  async function send(answers: readonly MessageAnswer[], token?: string): Promise<unknown> {
    system.answerWith(...answers);
    const webhook = { url: system.url, ...(token === undefined ? {} : { token }) };
    try {
      const timeoutMs = answers.includes('silence') ? SHORT_TIMEOUT_MS : undefined;
      await new WebhookOtpSender(webhook, timeoutMs).send(PASSCODE);
      return 'delivered';
    } catch (error) {
      return error;
    }
  }

  describe('when the webhook takes the message', () => {
    it('should have posted it once, with the token and its id', async () => {
      expect(await send([200], TOKEN)).toBe('delivered');
      expect(system.received).toMatchObject([
        {
          method: 'POST',
          path: '/otp',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${TOKEN}`,
            'idempotency-key': PASSCODE.id,
          },
          body: BODY,
        },
      ]);
    });

    it('should send no authorization without a token', async () => {
      await send([204]);
      expect(system.received[0]?.headers).not.toHaveProperty('authorization');
    });

    it('should not wait for the body', async () => {
      expect(await send(['endless-body'])).toBe('delivered');
    });
  });

  describe('when another attempt may go better', () => {
    it.each<MessageAnswer>([500, 502, 503, 504, 429, 'silence', 'hang-up'])(
      'should try once more after %s, with the same id',
      async (answer) => {
        expect(await send([answer, 202])).toBe('delivered');
        expect(system.received.map(({ body }) => body)).toEqual([BODY, BODY]);
        expect(system.received.map(({ headers }) => headers['idempotency-key'])).toEqual([PASSCODE.id, PASSCODE.id]);
      },
    );

    it.each<[MessageAnswer, RegExp]>([
      [503, /answered with status 503/],
      ['silence', /could not be reached \(TimeoutError\)/],
      ['hang-up', /could not be reached \(\w+\)/],
    ])('should give up after two attempts that end with %s', async (answer, reason) => {
      const error = await send([answer, answer, 200]);
      expect(error).toBeInstanceOf(PasscodeDeliveryError);
      expect((error as Error).message).toMatch(reason);
      expect(system.received).toHaveLength(2);
    });
  });

  describe('when the webhook refuses the message', () => {
    it.each([400, 401, 403, 404, 422, 301, 302, 307, 308])(
      'should not try again after %d, nor go elsewhere',
      async (status) => {
        const error = await send([status]);
        expect(error).toBeInstanceOf(PasscodeDeliveryError);
        expect((error as Error).message).toBe(`The OTP webhook answered with status ${status}.`);
        expect(system.received.map(({ path }) => path)).toEqual(['/otp']);
      },
    );
  });

  it('should fail when nobody listens, without a word of what was to be sent', async () => {
    const { url } = system;
    await system.stop();
    const error = await new WebhookOtpSender({ url, token: TOKEN }).send(PASSCODE).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PasscodeDeliveryError);
    const { message, stack, cause } = error as Error;
    expect(message).toBe('The OTP webhook could not be reached (ECONNREFUSED).');
    const told = JSON.stringify([message, stack, cause]);
    for (const secret of [PASSCODE.code, PASSCODE.to, TOKEN]) expect(told).not.toContain(secret);
    system = await MessageSystem.start();
  });
});
