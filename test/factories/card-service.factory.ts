import { AuditLog } from '../../src/audit/audit-log';
import { Clock } from '../../src/common/clock';
import { IdGenerator } from '../../src/common/id-generator';
import { type PolicyTable } from '../../src/common/operation';
import { CardEnquiryService } from '../../src/credit-card/card-enquiry.service';
import { CardPolicy } from '../../src/credit-card/card-policy';
import { type CardSystem } from '../../src/credit-card/card-system/card-system';
import { LedgerCardSystem } from '../../src/credit-card/card-system/ledger-card-system';
import { CreditCardService } from '../../src/credit-card/credit-card.service';
import { CardRepository } from '../../src/credit-card/persistence/card.repository';
import { ConfirmationRepository } from '../../src/credit-card/persistence/confirmation.repository';
import { DisputeRepository } from '../../src/credit-card/persistence/dispute.repository';
import { ProposalRepository } from '../../src/credit-card/persistence/proposal.repository';
import { QuestionRepository } from '../../src/credit-card/persistence/question.repository';
import { ReplacementRepository } from '../../src/credit-card/persistence/replacement.repository';
import { ProposalService } from '../../src/credit-card/proposal.service';
import { type Database } from '../../src/database/database';
import { createRelay } from './outbox-relay.factory';

interface CardServiceOptions {
  readonly clock?: Clock;
  readonly cardSystem?: CardSystem;
  readonly policyOverrides?: Partial<PolicyTable>;
}

/** The service as its module wires it, on the given database, clock and policy. */
export function createCardService(
  database: Database,
  { clock = new Clock(), policyOverrides = {}, cardSystem = new LedgerCardSystem(database) }: CardServiceOptions = {},
): CreditCardService {
  const ids = new IdGenerator();
  const audit = new AuditLog(database, clock, ids);
  const policy = new CardPolicy({ policyOverrides });
  const cards = new CardRepository(database);
  const replacements = new ReplacementRepository(database);
  const disputes = new DisputeRepository(database);
  const proposals = new ProposalRepository(database, audit, ids);
  return new CreditCardService(
    policy,
    new CardEnquiryService(policy, cards, replacements, audit),
    new ProposalService(policy, cards, replacements, disputes, proposals, audit, clock),
    proposals,
    new QuestionRepository(database, audit, ids),
    new ConfirmationRepository(database, audit, ids),
    cardSystem,
    createRelay(database, { cardSystem, clock }),
    audit,
    clock,
  );
}
