import { CreditCardService } from '../../src/credit-card/credit-card.service';
import { type CarryOutOutcome } from '../../src/credit-card/credit-card.outcomes';
import { type Database } from '../../src/database/database';
import { TestConversation } from '../factories/card-context.factory';
import { createCardService } from '../factories/card-service.factory';
import { findPendingAction } from '../factories/find-pending-action';
import { insertCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

const ROUNDS = 50;
const COPIES = 5;

describeOnEachEngine(`Simultaneous confirmations of ${CreditCardService.name}`, (createStore) => {
  let store: TestStore;
  let databases: readonly [Database, Database];
  let services: readonly [CreditCardService, CreditCardService];

  beforeAll(async () => {
    store = await createStore();
    databases = [await store.open(), await store.open()];
    services = [createCardService(databases[0]), createCardService(databases[1])];
  });

  afterAll(() => store.remove());

  async function confirmAtOnce(talk: TestConversation): Promise<readonly CarryOutOutcome[]> {
    return Promise.all(
      Array.from({ length: COPIES }, async (_, copy) => {
        const service = services[copy % 2 === 0 ? 0 : 1];
        const context = talk.turn(2);
        const pending = await findPendingAction(service, context);
        if (pending === undefined) throw new Error('The copy found no proposal.');
        return service.carryOut({ context, pendingAction: pending });
      }),
    );
  }

  it(`should give one action for ${COPIES} copies over two instances, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const customer = await insertCustomer(databases[0]);
      const talk = new TestConversation(customer.phoneNumber);
      await services[0].propose({ context: talk.turn(1), operation: 'block_card' });
      const outcomes = await confirmAtOnce(talk);
      const actions = await databases[0].queries
        .selectFrom('card_action')
        .where('customer_id', '=', customer.id)
        .selectAll()
        .execute();
      expect(actions).toHaveLength(1);
      const expected = { status: 'done', actionId: actions[0]?.id, card: { state: 'blocked' } };
      expect(outcomes).toMatchObject(Array.from({ length: COPIES }, () => expected));
      expect(outcomes.filter((outcome) => outcome.status === 'done' && !outcome.repeated)).toHaveLength(1);
    }
    const audited = await databases[0].queries
      .selectFrom('audit_entry')
      .where('event', '=', 'block-card-confirmation')
      .select('action_id')
      .distinct()
      .execute();
    expect(audited).toHaveLength(ROUNDS);
  }, 60_000);

  it('should let one of two turns win that confirm different proposals of one card', async () => {
    for (let round = 0; round < 10; round += 1) {
      const customer = await insertCustomer(databases[0]);
      const talks = [new TestConversation(customer.phoneNumber), new TestConversation(customer.phoneNumber)];
      for (const talk of talks) await services[0].propose({ context: talk.turn(1), operation: 'block_card' });
      const outcomes = (await Promise.all(talks.map(confirmAtOnce))).map((copies) => {
        const statuses = new Set(copies.map((copy) => copy.status));
        expect(statuses.size).toBe(1);
        return [...statuses][0];
      });
      expect(outcomes.sort()).toEqual(['done', 'not_applicable']);
    }
  }, 60_000);

  it('should store one proposal for copies of one turn over two instances', async () => {
    for (let round = 0; round < 20; round += 1) {
      const customer = await insertCustomer(databases[0]);
      const context = new TestConversation(customer.phoneNumber).turn(1);
      const outcomes = await Promise.all(
        Array.from({ length: COPIES }, (_, copy) =>
          services[copy % 2 === 0 ? 0 : 1].propose({ context, operation: 'block_card' }),
        ),
      );
      const ids = outcomes.map((outcome) =>
        outcome.status === 'proposed' ? outcome.pendingAction.id : outcome.status,
      );
      expect(new Set(ids).size).toBe(1);
    }
  }, 60_000);
});
