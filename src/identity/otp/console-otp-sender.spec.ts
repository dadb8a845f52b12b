import { type PhoneNumber } from '../../common/phone-number';
import { readConfig } from '../../config/read-config';
import { ConsoleOtpSender } from './console-otp-sender';
import { createOtpSender } from './create-otp-sender';
import { WebhookOtpSender } from './webhook-otp-sender';

const WEBHOOK = { OTP_WEBHOOK_URL: 'http://127.0.0.1:9/otp' };

describe(ConsoleOtpSender.name, () => {
  it('should show the code, marked as a demo, without the number', async () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      const sender = new ConsoleOtpSender(readConfig({}));
      const expiresAt = new Date('2026-11-24T09:05:00.000Z');
      await sender.send({ id: 'id', to: '+15550100001' as PhoneNumber, code: '042913', expiresAt });
      expect(write.mock.calls).toEqual([
        ['\nDEMO, in place of a text message to **********01: your passcode is 042913, valid until 09:05:00 UTC.\n\n'],
      ]);
    } finally {
      write.mockRestore();
    }
  });

  it('should refuse to be made in production', () => {
    const production = { nodeEnvironment: 'production', passcodes: {} } as const;
    expect(() => new ConsoleOtpSender(production)).toThrow(/In production/);
    expect(() => createOtpSender(production)).toThrow(/In production/);
  });
});

describe(createOtpSender.name, () => {
  it('should send codes to the webhook when there is one, and show them otherwise', () => {
    expect(createOtpSender(readConfig(WEBHOOK))).toBeInstanceOf(WebhookOtpSender);
    expect(createOtpSender(readConfig({}))).toBeInstanceOf(ConsoleOtpSender);
  });
});
