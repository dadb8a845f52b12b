import { CreditCardService } from '../../src/credit-card/credit-card.service';
import { type PendingAction } from '../../src/credit-card/credit-card.types';
import { type Database } from '../../src/database/database';
import { TestConversation } from '../factories/card-context.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer } from '../factories/customer.factory';
import { findPendingAction } from '../factories/find-pending-action';
import { describeOnEachEngine, type TestStore } from '../support/database';

/** A voice platform sends "yes" and, when it has heard more, hangs up on it and sends "yes, go ahead". */
describeOnEachEngine(`Answers to ${CreditCardService.name} that others replaced`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let service: CreditCardService;
  let talk: TestConversation;
  let pendingAction: PendingAction;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
    service = createCardService(database);
  });

  afterAll(() => store.remove());

  beforeEach(async () => {
    talk = new TestConversation((await insertCustomer(database)).phoneNumber);
    await service.propose({ context: talk.turn(1), operation: 'block_card' });
    const found = await findPendingAction(service, talk.turn(2));
    if (found === undefined) throw new Error('There is no proposal.');
    pendingAction = found;
  });

  const heard = () => ({ context: talk.turn(2), pendingAction, signal: new AbortController().signal });
  const givenUp = () => ({
    context: { ...talk.turn(2), turnKey: 'fewer words' },
    pendingAction,
    signal: AbortSignal.abort(new Error('hung up')),
  });

  it.each(['noteAnswer', 'askAgain'] as const)('should not come after them through %s', async (method) => {
    await service.noteAnswer(heard());
    await expect(service[method](givenUp())).rejects.toThrow('hung up');
    expect(await service.carryOut(heard())).toMatchObject({ status: 'done' });
  });

  it('should not act when the others came after them', async () => {
    const replaced = { ...givenUp(), signal: new AbortController().signal };
    await service.noteAnswer(replaced);
    await service.noteAnswer(heard());
    expect(await service.carryOut(replaced)).toMatchObject({ status: 'superseded' });
    expect(await service.carryOut(heard())).toMatchObject({ status: 'done' });
  });
});
