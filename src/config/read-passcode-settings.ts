import { type NodeEnvironment, type OtpWebhookSettings, type PasscodeSettings } from './app-config';
import { isSafeUrl } from './is-safe-url';

interface Circumstances {
  readonly nodeEnvironment: NodeEnvironment;
  /** Where problems go. */
  readonly problems: string[];
}

type ReadText = (name: string) => string | undefined;

const SHORTEST_SECRET = 32;
const TOKEN = /^[\x21-\x7e]+$/;

/** Nothing that it reads is ever repeated in a problem. */
export function readPasscodeSettings(readText: ReadText, circumstances: Circumstances): PasscodeSettings {
  const secret = readSecret(readText, circumstances);
  const webhook = readWebhook(readText, circumstances);
  return Object.freeze({ ...(secret === undefined ? {} : { secret }), ...(webhook === undefined ? {} : { webhook }) });
}

/**
 * Instances that share a database must share the secret too, or one could not check the code that another sent; and so
 * must those that share a Redis, or each would count a caller under a name of its own.
 */
function readSecret(readText: ReadText, { nodeEnvironment, problems }: Circumstances): string | undefined {
  const secret = readText('PASSCODE_SECRET');
  const isShared = readText('DATABASE_URL')?.startsWith('postgres') === true || readText('REDIS_URL') !== undefined;
  if (secret === undefined && (nodeEnvironment === 'production' || isShared)) {
    problems.push(
      `PASSCODE_SECRET is not set; in production, with PostgreSQL and with Redis it must be at least ${SHORTEST_SECRET} ` +
        'random characters, the same for every instance.',
    );
  }
  if (secret !== undefined && secret.length < SHORTEST_SECRET) {
    problems.push(`PASSCODE_SECRET is too short; it must be at least ${SHORTEST_SECRET} random characters.`);
  }
  return secret;
}

function readWebhook(readText: ReadText, { nodeEnvironment, problems }: Circumstances): OtpWebhookSettings | undefined {
  const url = readText('OTP_WEBHOOK_URL');
  const token = readText('OTP_WEBHOOK_TOKEN');
  if (url === undefined && nodeEnvironment === 'production') {
    problems.push(
      'OTP_WEBHOOK_URL is not set; in production it must name the system that sends passcodes to customers.',
    );
  }
  if (url !== undefined && !isSafeUrl(url)) {
    problems.push(
      'OTP_WEBHOOK_URL must be an https URL, or an http URL on loopback, without a user name and password ' +
        '(use OTP_WEBHOOK_TOKEN).',
    );
  }
  if (token !== undefined && !TOKEN.test(token)) {
    problems.push('OTP_WEBHOOK_TOKEN must be printable characters without spaces.');
  }
  return url === undefined ? undefined : Object.freeze({ url, ...(token === undefined ? {} : { token }) });
}
