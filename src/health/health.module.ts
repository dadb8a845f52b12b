import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AccessModule } from '../access/access.module';
import { DatabaseModule } from '../database/database.module';
import { LanguageModelModule } from '../language-model/language-model.module';
import { CardSystemModule } from '../credit-card/card-system/card-system.module';
import { HealthController } from './health.controller';

@Module({
  // What is down is in the report and in the log of the component itself.
  imports: [
    TerminusModule.forRoot({ logger: false }),
    AccessModule,
    DatabaseModule,
    LanguageModelModule,
    CardSystemModule,
  ],
  controllers: [HealthController],
})
export class HealthModule {}
