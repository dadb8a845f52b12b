import { Module } from '@nestjs/common';
import { CreditCardModule } from '../credit-card/credit-card.module';
import { DatabaseModule } from '../database/database.module';
import { IdentityModule } from '../identity/identity.module';
import { CardApiContexts } from './card-api-contexts';
import { CardChangeController } from './card-change.controller';
import { CardChangeService } from './card-change.service';
import { CardReadingController } from './card-reading.controller';
import { CardReadingService } from './card-reading.service';
import { IdempotencyRepository } from './idempotency/idempotency.repository';
import { IdempotencyService } from './idempotency/idempotency.service';
import { PasscodeController } from './passcode.controller';
import { PasscodeStepService } from './passcode-step.service';

@Module({
  imports: [DatabaseModule, CreditCardModule, IdentityModule],
  controllers: [PasscodeController, CardReadingController, CardChangeController],
  providers: [
    CardApiContexts,
    CardReadingService,
    CardChangeService,
    PasscodeStepService,
    IdempotencyRepository,
    IdempotencyService,
  ],
})
export class CardApiModule {}
