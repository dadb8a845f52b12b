import { type PasscodeSettings } from './app-config';
import { readPasscodeSettings } from './read-passcode-settings';

const SECRET = 'an example of thirty-two letters';

type Environment = Readonly<Record<string, string>>;

function read(environment: Environment): { readonly settings: PasscodeSettings; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const settings = readPasscodeSettings((name) => environment[name], { nodeEnvironment: 'development', problems });
  return { settings, problems };
}

describe(readPasscodeSettings.name, () => {
  describe('when a setting is good', () => {
    it.each([
      'https://messages.example/otp',
      'https://10.0.0.1:8443/otp?tenant=1',
      'http://127.0.0.1:9000/otp',
      'http://127.1.2.3/otp',
      'http://localhost:9000',
      'http://[::1]:9000/otp',
    ])('should send codes to %s', (url) => {
      expect(read({ OTP_WEBHOOK_URL: url })).toEqual({ settings: { webhook: { url } }, problems: [] });
    });

    it('should take the token and the secret', () => {
      const environment = { OTP_WEBHOOK_URL: 'https://h/otp', OTP_WEBHOOK_TOKEN: 'a.b-c~1', PASSCODE_SECRET: SECRET };
      expect(read(environment)).toEqual({
        settings: { secret: SECRET, webhook: { url: 'https://h/otp', token: 'a.b-c~1' } },
        problems: [],
      });
    });
  });

  describe('when instances may share a store', () => {
    it.each(['postgres://h/d', 'postgresql://h/d'])('should demand a secret for %s', (url) => {
      expect(read({ DATABASE_URL: url }).problems).toEqual([expect.stringMatching(/^PASSCODE_SECRET is not set/)]);
      expect(read({ DATABASE_URL: url, PASSCODE_SECRET: SECRET }).problems).toEqual([]);
    });

    it('should demand a secret where they share a Redis', () => {
      const environment = { REDIS_URL: 'redis://127.0.0.1' };
      expect(read(environment).problems).toEqual([expect.stringMatching(/^PASSCODE_SECRET is not set/)]);
      expect(read({ ...environment, PASSCODE_SECRET: SECRET }).problems).toEqual([]);
    });

    it('should leave the embedded database alone', () => {
      expect(read({ DATABASE_URL: 'file:postgres.db' }).problems).toEqual([]);
    });
  });

  describe('when a setting is bad', () => {
    it.each([
      ['OTP_WEBHOOK_URL', 'http://messages.example/otp'],
      ['OTP_WEBHOOK_URL', 'http://127.0.0.1.example/otp'],
      ['OTP_WEBHOOK_URL', 'http://10.0.0.1/otp'],
      ['OTP_WEBHOOK_URL', 'https://teller:secret-word@h/otp'],
      ['OTP_WEBHOOK_URL', 'https://secret-word@h/otp'],
      ['OTP_WEBHOOK_URL', 'ftp://secret-word/otp'],
      ['OTP_WEBHOOK_URL', 'secret-word'],
      ['OTP_WEBHOOK_TOKEN', 'secret-word with-space'],
      ['OTP_WEBHOOK_TOKEN', 'secret-word\nx: y'],
      ['OTP_WEBHOOK_TOKEN', 'secret-word-é'],
      ['PASSCODE_SECRET', 'secret-word-of-31-characters---'],
    ])('should refuse %s=%j, name it, and not repeat it', (name, value) => {
      const { problems } = read({ [name]: value });
      expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
      expect(problems.join()).not.toContain('secret-word');
    });
  });
});
