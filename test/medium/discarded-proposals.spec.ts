import { CreditCardService } from '../../src/credit-card/credit-card.service';
import { type Database } from '../../src/database/database';
import { TestConversation } from '../factories/card-context.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { findPendingAction } from '../factories/find-pending-action';
import { describeOnEachEngine, type TestStore } from '../support/database';

/** Callers whose conversations have no id are named by their words: these two say the same. */
const SAME_WORDS = 'acme/asserted/history:block-my-card';

describeOnEachEngine(`Proposals that ${CreditCardService.name} discards`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let service: CreditCardService;
  let customer: TestCustomer;
  let talk: TestConversation;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
    service = createCardService(database);
  });

  afterAll(() => store.remove());

  beforeEach(async () => {
    customer = await insertCustomer(database);
    talk = new TestConversation(customer.phoneNumber, 'asserted', SAME_WORDS);
    await service.propose({ context: talk.turn(1), operation: 'block_card' });
  });

  it('should be those of the turn', async () => {
    await service.discard(talk.turn(1));
    expect(await findPendingAction(service, talk.turn(2))).toBeUndefined();
  });

  it('should not be those of another caller who said the same words', async () => {
    const other = await insertCustomer(database);
    await service.discard(new TestConversation(other.phoneNumber, 'asserted', SAME_WORDS).turn(1));
    const pendingAction = await findPendingAction(service, talk.turn(2));
    if (pendingAction === undefined) throw new Error('The proposal is gone.');
    expect(await service.carryOut({ context: talk.turn(2), pendingAction })).toMatchObject({ status: 'done' });
  });

  it('should be nothing for a caller whom nobody knows', async () => {
    await service.discard(new TestConversation(undefined, 'unknown', SAME_WORDS).turn(1));
    expect(await findPendingAction(service, talk.turn(2))).toBeDefined();
  });

  it('should not be those that the caller has answered already, when a late copy of the turn fails', async () => {
    const pendingAction = await findPendingAction(service, talk.turn(2));
    if (pendingAction === undefined) throw new Error('There is no proposal.');
    await service.noteAnswer({ context: talk.turn(2), pendingAction, signal: new AbortController().signal });
    await service.discard(talk.turn(1));
    expect(await service.carryOut({ context: talk.turn(2), pendingAction })).toMatchObject({ status: 'done' });
  });
});
