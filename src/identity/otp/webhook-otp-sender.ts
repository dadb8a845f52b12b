import { type OtpWebhookSettings } from '../../config/app-config';
import { OtpSender, type OutgoingPasscode, PasscodeDeliveryError } from './otp-sender';

export const WEBHOOK_TIMEOUT_MS = 2_000;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;

interface Failure {
  /** Fit for a log. */
  readonly reason: string;
  /** Whether another attempt may go better. */
  readonly isTransient: boolean;
}

/**
 * Hands a code to the bank's own message system: `POST {to, code, expires_at, id}`, answered with any 2xx, whose body
 * is not read. Both attempts carry the code's id as Idempotency-Key, since the first may have got through unheard.
 */
export class WebhookOtpSender extends OtpSender {
  constructor(
    private readonly webhook: OtpWebhookSettings,
    private readonly timeoutMs = WEBHOOK_TIMEOUT_MS,
  ) {
    super();
  }

  override async send(passcode: OutgoingPasscode): Promise<void> {
    let failure = await this.post(passcode);
    if (failure?.isTransient === true) failure = await this.post(passcode);
    if (failure !== undefined) throw new PasscodeDeliveryError(failure.reason);
  }

  private async post({ id, to, code, expiresAt }: OutgoingPasscode): Promise<Failure | undefined> {
    const { url, token } = this.webhook;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': id,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ to, code, expires_at: expiresAt.toISOString(), id }),
        // Whoever the other side points to has no business with the code.
        redirect: 'manual',
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      await response.body?.cancel();
      return response.ok ? undefined : describeStatus(response.status);
    } catch (error) {
      return { reason: `The OTP webhook could not be reached (${nameFailure(error)}).`, isTransient: true };
    }
  }
}

function describeStatus(status: number): Failure {
  const isTransient = status === TOO_MANY_REQUESTS || status >= SERVER_ERROR;
  return { reason: `The OTP webhook answered with status ${status}.`, isTransient };
}

/** A system code such as ECONNREFUSED, or the error's name, such as TimeoutError; never its words. */
function nameFailure(error: unknown): string {
  return readText(readField(error, 'cause'), 'code') ?? readText(error, 'name') ?? 'unknown';
}

function readText(value: unknown, field: string): string | undefined {
  const text = readField(value, field);
  return typeof text === 'string' ? text : undefined;
}

function readField(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, field) as unknown) : undefined;
}
