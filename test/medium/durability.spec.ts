import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Database } from '../../src/database/database';
import { insertCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { type ConfirmedMessage } from './children/confirm-cards.child';

const REGISTER = require.resolve('./children/register-typescript.cjs');
const CHILD = require.resolve('./children/confirm-cards.child.ts');
const KILLS = 5;
const CARDS_PER_CHILD = 60;

describeOnEachEngine(`Processes on one ${Database.name}`, (createStore) => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  async function insertCustomers(count: number): Promise<readonly string[]> {
    const phoneNumbers: string[] = [];
    for (let index = 0; index < count; index += 1) phoneNumbers.push((await insertCustomer(database)).phoneNumber);
    return phoneNumbers;
  }

  function startChild(phoneNumbers: readonly string[]): ChildProcess {
    const jobs = phoneNumbers.map((phoneNumber) => `${phoneNumber}/conversation-of-${phoneNumber}`);
    return fork(CHILD, [store.url, ...jobs], { execArgv: ['-r', REGISTER] });
  }

  /** Every action with what must belong to it: a blocked card, a consumed proposal, exactly one audit entry. */
  function readActions(): Promise<readonly { readonly id: string; readonly phone_number: string }[]> {
    return database.queries
      .selectFrom('card_action')
      .innerJoin('card', 'card.id', 'card_action.card_id')
      .innerJoin('pending_action', 'pending_action.id', 'card_action.pending_action_id')
      .innerJoin('audit_entry', 'audit_entry.action_id', 'card_action.id')
      .innerJoin('customer', 'customer.id', 'card_action.customer_id')
      .where('card.state', '=', 'blocked')
      .where('pending_action.consumed_at', 'is not', null)
      .select(['card_action.id', 'customer.phone_number'])
      .execute();
  }

  it(`should lose no acknowledged action in ${KILLS} kills, and leave nothing half done`, async () => {
    const acknowledged: ConfirmedMessage[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = startChild(await insertCustomers(CARDS_PER_CHILD));
      const killAfter = 5 + kill * 10;
      let received = 0;
      child.on('message', (message) => {
        acknowledged.push(message as ConfirmedMessage);
        received += 1;
        if (received === killAfter) child.kill('SIGKILL');
      });
      const [, signal] = (await once(child, 'close')) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
    }
    const actions = await readActions();
    expect(actions.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged.map(({ actionId }) => actionId)));
    const blocked = await database.queries.selectFrom('card').where('state', '=', 'blocked').select('id').execute();
    const stored = await database.queries.selectFrom('card_action').select('id').execute();
    const consumed = await database.queries
      .selectFrom('pending_action')
      .where('consumed_at', 'is not', null)
      .select('id')
      .execute();
    expect([blocked.length, stored.length, consumed.length]).toEqual([actions.length, actions.length, actions.length]);
  }, 120_000);

  it('should give one action for each card that two processes confirm at once', async () => {
    const phoneNumbers = await insertCustomers(CARDS_PER_CHILD);
    const heard = await Promise.all([collect(startChild(phoneNumbers)), collect(startChild(phoneNumbers))]);
    expect(heard[0]).toHaveLength(CARDS_PER_CHILD);
    expect(heard[1]).toEqual(heard[0]);
    const actions = await readActions();
    const own = actions.filter(({ phone_number }) => phoneNumbers.includes(phone_number));
    expect(own).toHaveLength(CARDS_PER_CHILD);
  }, 120_000);
});

async function collect(child: ChildProcess): Promise<readonly ConfirmedMessage[]> {
  const messages: ConfirmedMessage[] = [];
  child.on('message', (message) => messages.push(message as ConfirmedMessage));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
  return messages;
}
