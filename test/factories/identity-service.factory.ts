import { AuditLog } from '../../src/audit/audit-log';
import { Clock } from '../../src/common/clock';
import { IdGenerator } from '../../src/common/id-generator';
import { type PhoneNumber } from '../../src/common/phone-number';
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

const CONFIG = readConfig({ PASSCODE_SECRET: 'a secret that all test instances share' });

/** Keeps what the telephones of customers would show. */
export class CapturingOtpSender extends OtpSender {
  readonly sent: OutgoingPasscode[] = [];

  send(passcode: OutgoingPasscode): Promise<void> {
    this.sent.push(passcode);
    return Promise.resolve();
  }
}

interface IdentityOptions {
  readonly clock?: Clock;
  readonly sender?: OtpSender;
}

export interface TestIdentity {
  readonly service: IdentityService;
  /** Waits until all that was to be sent has been sent, or has failed. */
  readonly settle: () => Promise<void>;
}

/** The service as its module wires it, on the given database, clock and sender. All of them share one secret. */
export function createIdentityService(
  database: Database,
  { clock = new Clock(), sender = new CapturingOtpSender() }: IdentityOptions = {},
): TestIdentity {
  const audit = new AuditLog(database, clock, new IdGenerator());
  const maker = createPasscodeMaker();
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

export function createPasscodeMaker(): PasscodeMaker {
  return new PasscodeMaker(CONFIG, new IdGenerator());
}

/** One instance of the service, and the telephones that its codes go to. */
export class IdentityBench {
  readonly sender = new CapturingOtpSender();
  readonly service: IdentityService;
  readonly settle: () => Promise<void>;

  constructor(database: Database, clock: Clock) {
    const { service, settle } = createIdentityService(database, { clock, sender: this.sender });
    this.service = service;
    this.settle = settle;
  }

  /** Everything that was sent to the number, oldest first. */
  async codesOf(phoneNumber: PhoneNumber | undefined): Promise<readonly string[]> {
    await this.settle();
    return this.sender.sent.filter(({ to }) => to === phoneNumber).map(({ code }) => code);
  }
}

/** Another code, one for each distance from 1 to 999,999. */
export function wrongCode(code: string, distance = 1): string {
  return String((Number(code) + distance) % 1_000_000).padStart(6, '0');
}
