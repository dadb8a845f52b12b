import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { DatabaseModule } from '../database/database.module';
import { CardEnquiryService } from './card-enquiry.service';
import { CardPolicy } from './card-policy';
import { CardSystemModule } from './card-system/card-system.module';
import { CreditCardService } from './credit-card.service';
import { CardRepository } from './persistence/card.repository';
import { ConfirmationRepository } from './persistence/confirmation.repository';
import { DemoBankSeeder } from './persistence/demo-bank.seeder';
import { DisputeRepository } from './persistence/dispute.repository';
import { ProposalRepository } from './persistence/proposal.repository';
import { QuestionRepository } from './persistence/question.repository';
import { ReplacementRepository } from './persistence/replacement.repository';
import { ProposalService } from './proposal.service';

@Module({
  imports: [DatabaseModule, AuditModule, CardSystemModule],
  providers: [
    CardPolicy,
    CardRepository,
    ReplacementRepository,
    DisputeRepository,
    ProposalRepository,
    QuestionRepository,
    ConfirmationRepository,
    CardEnquiryService,
    ProposalService,
    DemoBankSeeder,
    CreditCardService,
  ],
  exports: [CreditCardService],
})
export class CreditCardModule {}
