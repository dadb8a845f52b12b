import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { type CallContext } from '../common/call-context';
import { OtpSender, type OutgoingPasscode, PasscodeDeliveryError } from './otp/otp-sender';

export interface Dispatch {
  readonly context: CallContext;
  readonly customerId: string | undefined;
  readonly passcode: OutgoingPasscode;
}

/**
 * Sends codes while the caller hears that they are on their way. Nobody waits for it, so the time of an answer does not
 * tell a number that somebody has from one that nobody has.
 */
@Injectable()
export class PasscodeDispatcher implements OnApplicationShutdown {
  private readonly logger = new Logger(PasscodeDispatcher.name);
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly sender: OtpSender,
    private readonly audit: AuditLog,
  ) {}

  dispatch(dispatch: Dispatch): void {
    const sending = this.send(dispatch).finally(() => this.underWay.delete(sending));
    this.underWay.add(sending);
  }

  /** Waits for what is under way; the server takes no requests any more, and the database closes afterwards. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** Never throws. */
  private async send(dispatch: Dispatch): Promise<void> {
    await setImmediate();
    try {
      await this.sender.send(dispatch.passcode);
    } catch (error) {
      this.logger.error({ passcodeId: dispatch.passcode.id, reason: toReason(error) }, 'A passcode was not delivered');
      await this.recordFailure(dispatch);
    }
  }

  private async recordFailure({ context, customerId }: Dispatch): Promise<void> {
    try {
      await this.audit.record({
        context,
        event: 'passcode-request',
        decision: 'denied',
        reason: 'delivery_failed',
        customerId,
      });
    } catch (error) {
      this.logger.error({ err: error }, 'A passcode that was not delivered could not be audited');
    }
  }
}

/** The words of an error that is not ours may hold what was to be sent. */
function toReason(error: unknown): string {
  if (error instanceof PasscodeDeliveryError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
