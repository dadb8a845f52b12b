import { Logger } from '@nestjs/common';
import { type TurnMessage } from '../../src/agent/agent-turn';
import { ConfirmationGate } from '../../src/agent/loop/confirmation-gate';
import { type Database } from '../../src/database/database';
import { assistant, createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { calls, says, type ScriptedStep, ScriptedModel } from '../support/scripted-model';

const MINUTE_MS = 60_000;

/** Where nothing but the history names a conversation, a later call may begin with the very same words. */
describeOnEachEngine(`Questions of an earlier call, before ${ConfirmationGate.name}`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let customer: TestCustomer;
  let clock: TestClock;

  beforeAll(() => {
    Logger.overrideLogger(['fatal']);
  });

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    customer = await insertCustomer(database);
    clock = new TestClock();
  });

  afterEach(() => store.remove());

  function answer(messages: readonly TurnMessage[], ...script: readonly ScriptedStep[]): Promise<PlayedTurn> {
    const model = new ScriptedModel(...script);
    const creditCards = createCardService(database, { clock });
    return play(createAgent({ model, database, creditCards }).run(createTurn(messages)));
  }

  const block = () => user(`Block my card [phone: ${customer.phoneNumber}]`);

  async function blockOnce(): Promise<void> {
    const asked = await answer([block()], calls('block_card'));
    const done = await answer([block(), assistant(asked.text), user('yes')]);
    expect(done.actions).toEqual(['block_card:done']);
  }

  const activateAgain = () => database.queries.updateTable('card').set({ state: 'active' }).execute();

  it('should not be answered with what was done then, once the card has changed again', async () => {
    await blockOnce();
    await activateAgain();
    const told = await answer([block(), assistant('Was it lost?'), user('yes')]);
    expect(told.text).toContain('is active now');
    expect(told.text).not.toMatch(/is blocked/);
  });

  it('should leave a yes to the model after ten minutes', async () => {
    await blockOnce();
    await activateAgain();
    clock.advance(10 * MINUTE_MS + 1);
    const told = await answer([block(), assistant('Was it lost?'), user('yes')], says('I see.'));
    expect(told).toMatchObject({ text: 'I see.', actions: [] });
  });

  it.each([
    [2 * MINUTE_MS + 1, 'came too late'],
    [10 * MINUTE_MS - 1, 'came too late'],
  ])('should still say %d ms later that a yes comes too late', async (ms, words) => {
    const asked = await answer([block()], calls('block_card'));
    clock.advance(ms);
    const told = await answer([block(), assistant(asked.text), user('yes')]);
    expect(told.text).toContain(words);
  });
});
