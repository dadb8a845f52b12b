import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module';
import { CreditCardService } from './credit-card.service';
import { AuditRepository } from './persistence/audit.repository';
import { CardRepository } from './persistence/card.repository';
import { ConfirmationRepository } from './persistence/confirmation.repository';
import { DemoBankSeeder } from './persistence/demo-bank.seeder';
import { ProposalRepository } from './persistence/proposal.repository';

@Module({
  imports: [DatabaseModule],
  providers: [
    CreditCardService,
    AuditRepository,
    CardRepository,
    ConfirmationRepository,
    DemoBankSeeder,
    ProposalRepository,
  ],
  exports: [CreditCardService],
})
export class CreditCardModule {}
