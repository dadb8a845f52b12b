import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { AppConfig } from '../config/app-config';
import { DatabaseModule } from '../database/database.module';
import { IdentityService } from './identity.service';
import { createOtpSender } from './otp/create-otp-sender';
import { OtpSender } from './otp/otp-sender';
import { PasscodeDispatcher } from './passcode-dispatcher';
import { PasscodeMaker } from './passcode-maker';
import { GuessRepository } from './persistence/guess.repository';
import { PasscodeCheckRepository } from './persistence/passcode-check.repository';
import { PasscodeRequestRepository } from './persistence/passcode-request.repository';
import { VerificationRepository } from './persistence/verification.repository';

@Module({
  imports: [DatabaseModule, AuditModule],
  providers: [
    IdentityService,
    { provide: OtpSender, inject: [AppConfig], useFactory: createOtpSender },
    PasscodeDispatcher,
    PasscodeMaker,
    GuessRepository,
    PasscodeCheckRepository,
    PasscodeRequestRepository,
    VerificationRepository,
  ],
  exports: [IdentityService],
})
export class IdentityModule {}
