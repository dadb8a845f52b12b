import { AuditLog } from '../../src/audit/audit-log';
import { Clock } from '../../src/common/clock';
import { IdGenerator } from '../../src/common/id-generator';
import { readConfig } from '../../src/config/read-config';
import { type Database } from '../../src/database/database';
import { IdentityService } from '../../src/identity/identity.service';
import { OtpSender, type OutgoingPasscode } from '../../src/identity/otp/otp-sender';
import { PasscodeDispatcher } from '../../src/identity/passcode-dispatcher';
import { PasscodeMaker } from '../../src/identity/passcode-maker';
import { GuessRepository } from '../../src/identity/persistence/guess.repository';
import { PasscodeCheckRepository } from '../../src/identity/persistence/passcode-check.repository';
import { PasscodeRequestRepository } from '../../src/identity/persistence/passcode-request.repository';
import { VerificationRepository } from '../../src/identity/persistence/verification.repository';

const SECRET = 'a secret that all test instances share';

/** Keeps what a customer's telephone would show. */
export class CapturingOtpSender extends OtpSender {
  readonly sent: OutgoingPasscode[] = [];

  send(passcode: OutgoingPasscode): Promise<void> {
    this.sent.push(passcode);
    return Promise.resolve();
  }
}

interface IdentityOptions {
  readonly clock?: Clock;
  /** Instances that share a sender and a database are one service. */
  readonly sender?: OtpSender;
}

export interface TestIdentity {
  readonly service: IdentityService;
  /** Waits until all that was to be sent has been sent, or has failed. */
  readonly settle: () => Promise<void>;
}

/** The service as its module wires it, on the given database, clock and sender. */
export function createIdentityService(
  database: Database,
  { clock = new Clock(), sender = new CapturingOtpSender() }: IdentityOptions = {},
): TestIdentity {
  const ids = new IdGenerator();
  const audit = new AuditLog(database, clock, ids);
  const maker = new PasscodeMaker(readConfig({ PASSCODE_SECRET: SECRET }), ids);
  const dispatcher = new PasscodeDispatcher(sender, audit);
  const service = new IdentityService(
    database,
    new VerificationRepository(database),
    new PasscodeRequestRepository(database, audit, maker),
    new PasscodeCheckRepository(database, audit, maker),
    new GuessRepository(database, audit, maker),
    dispatcher,
    audit,
    clock,
  );
  return { service, settle: () => dispatcher.onApplicationShutdown() };
}
