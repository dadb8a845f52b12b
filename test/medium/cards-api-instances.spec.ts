import { Database } from '../../src/database/database';
import { insertCustomer } from '../factories/customer.factory';
import { CardsClient, countActions } from '../support/cards-client';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { startTestApp, type TestApp } from '../support/test-app';

const COPIES = 50;
const ROUNDS = 5;

describeOnEachEngine('The endpoints for cards of two instances', (createStore) => {
  let store: TestStore;
  let services: readonly [TestApp, TestApp];

  beforeAll(async () => {
    store = await createStore();
    const settings = { DATABASE_URL: store.url, LOG_LEVEL: 'error' };
    services = [await startTestApp(settings), await startTestApp(settings)];
  });

  afterAll(async () => {
    for (const service of services) await service.close();
    await store.remove();
  });

  it(`should act once and answer with one body for ${COPIES} copies at once, ${ROUNDS} times`, async () => {
    const database = services[0].app.get(Database);
    const clients = [new CardsClient(services[0]), new CardsClient(services[1])];
    for (let round = 0; round < ROUNDS; round += 1) {
      const body = { phone_number: (await insertCustomer(database)).phoneNumber };
      const texts = await Promise.all(
        Array.from({ length: COPIES }, async (_, copy) => {
          const client = clients[copy % 2];
          if (client === undefined) throw new Error('There are two instances.');
          let answer = await client.send('block', body, { key: `round-${round}` });
          // In flight, or a busy store: the contract asks for the same request again.
          while ([409, 503].includes(answer.status)) {
            answer = await client.send('block', body, { key: `round-${round}` });
          }
          expect(answer.status).toBe(200);
          return answer.text;
        }),
      );
      expect(new Set(texts).size).toBe(1);
      expect(texts[0]).toContain('"status":"done"');
      expect(await countActions(database)).toBe(round + 1);
    }
  }, 60_000);
});
