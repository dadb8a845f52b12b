import { AuditLog } from '../../src/audit/audit-log';
import { Clock } from '../../src/common/clock';
import { IdGenerator } from '../../src/common/id-generator';
import { CreditCardService } from '../../src/credit-card/credit-card.service';
import { CardRepository } from '../../src/credit-card/persistence/card.repository';
import { ConfirmationRepository } from '../../src/credit-card/persistence/confirmation.repository';
import { ProposalRepository } from '../../src/credit-card/persistence/proposal.repository';
import { type Database } from '../../src/database/database';

/** The service as its module wires it, on the given database and clock. */
export function createCardService(database: Database, clock: Clock = new Clock()): CreditCardService {
  const ids = new IdGenerator();
  const audit = new AuditLog(database, clock, ids);
  return new CreditCardService(
    new CardRepository(database, audit),
    new ProposalRepository(database, audit, ids),
    new ConfirmationRepository(database, audit, ids),
    clock,
  );
}
