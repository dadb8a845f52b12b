import { Clock } from '../../src/common/clock';
import { IdGenerator } from '../../src/common/id-generator';
import { CardApiContexts } from '../../src/card-api/card-api-contexts';
import { CardChangeService } from '../../src/card-api/card-change.service';
import { IdempotencyRepository } from '../../src/card-api/idempotency/idempotency.repository';
import { IdempotencyService } from '../../src/card-api/idempotency/idempotency.service';
import { type CreditCardService } from '../../src/credit-card/credit-card.service';
import { type Database } from '../../src/database/database';
import { createCardService } from './card-service.factory';
import { createIdentityService } from './identity-service.factory';

export interface TestCardApi {
  readonly cards: CreditCardService;
  readonly contexts: CardApiContexts;
  readonly changes: CardChangeService;
  readonly records: IdempotencyRepository;
  readonly idempotency: IdempotencyService;
}

/** What is behind the endpoints for cards, as their module wires it, on the given database and clock. */
export function createCardApi(database: Database, clock: Clock = new Clock()): TestCardApi {
  const ids = new IdGenerator();
  const cards = createCardService(database, { clock });
  const contexts = new CardApiContexts(createIdentityService(database, { clock }).service, clock, ids);
  const records = new IdempotencyRepository(database, clock, ids);
  return {
    cards,
    contexts,
    changes: new CardChangeService(contexts, cards),
    records,
    idempotency: new IdempotencyService(records),
  };
}
