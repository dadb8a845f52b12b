import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { DatabaseModule } from '../database/database.module';
import { CreditCardService } from './credit-card.service';
import { CardRepository } from './persistence/card.repository';
import { ConfirmationRepository } from './persistence/confirmation.repository';
import { DemoBankSeeder } from './persistence/demo-bank.seeder';
import { ProposalRepository } from './persistence/proposal.repository';

@Module({
  imports: [DatabaseModule, AuditModule],
  providers: [CreditCardService, CardRepository, ConfirmationRepository, DemoBankSeeder, ProposalRepository],
  exports: [CreditCardService],
})
export class CreditCardModule {}
