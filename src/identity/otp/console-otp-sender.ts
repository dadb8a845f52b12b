import { type AppConfig } from '../../config/app-config';
import { maskPhoneNumber } from '../../common/phone-number';
import { OtpSender, type OutgoingPasscode } from './otp-sender';

/**
 * For the demo, which has nobody to send a message to: shows the code to whoever watches the service run. It does not
 * go through the logger, so that no log ever holds a code.
 */
export class ConsoleOtpSender extends OtpSender {
  /** @throws Error in production. */
  constructor({ nodeEnvironment }: Pick<AppConfig, 'nodeEnvironment'>) {
    super();
    if (nodeEnvironment === 'production')
      throw new Error('In production passcodes are never shown on standard output.');
  }

  send({ to, code, expiresAt }: OutgoingPasscode): Promise<void> {
    const until = expiresAt.toISOString().slice(11, 19);
    process.stdout.write(
      `\nDEMO, in place of a text message to ${maskPhoneNumber(to)}: your passcode is ${code}, valid until ${until} UTC.\n\n`,
    );
    return Promise.resolve();
  }
}
