import { DomainError } from '../../common/domain-error';
import { type PhoneNumber } from '../../common/phone-number';

export interface OutgoingPasscode {
  /** Also names the message, so that one sent twice can be told for one. */
  readonly id: string;
  readonly to: PhoneNumber;
  /** Six digits. */
  readonly code: string;
  readonly expiresAt: Date;
}

/** The way to a customer's own telephone. */
export abstract class OtpSender {
  /**
   * Resolves when the message was taken over for delivery.
   *
   * @throws PasscodeDeliveryError when it was not, or when that is not known.
   */
  abstract send(passcode: OutgoingPasscode): Promise<void>;
}

/** Its message goes to the log, so it never holds the code, the number or what the other side answered. */
export class PasscodeDeliveryError extends DomainError {
  readonly code = 'passcode_undelivered';
}
