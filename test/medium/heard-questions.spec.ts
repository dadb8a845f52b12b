import { type TurnMessage } from '../../src/agent/agent-turn';
import { endsWithQuestion } from '../../src/agent/loop/ends-with-question';
import { type Database } from '../../src/database/database';
import { assistant, createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { calls, type ScriptedStep, ScriptedModel } from '../support/scripted-model';

/** A yes is an answer to what the caller heard last, whatever the server asked. */
describeOnEachEngine(`What was heard before a yes, by ${endsWithQuestion.name}`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let customer: TestCustomer;

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    customer = await insertCustomer(database);
  });

  afterEach(() => store.remove());

  async function answer(messages: readonly TurnMessage[], ...script: readonly ScriptedStep[]): Promise<PlayedTurn> {
    const model = new ScriptedModel(...script);
    const played = await play(createAgent({ model, database }).run(createTurn(messages)));
    model.assertFinished();
    return played;
  }

  async function cardState(): Promise<string | undefined> {
    const card = await database.queries.selectFrom('card').select('state').executeTakeFirst();
    return card?.state;
  }

  const block = (): TurnMessage => user(`Block my card [phone: ${customer.phoneNumber}]`);

  it('should ask again when the history shows that the question was never heard', async () => {
    await answer([block()], calls('block_card'));
    const { text } = await answer([block(), user('yes')]);
    expect(text).toMatch(/clear yes or no/);
    expect(await cardState()).toBe('active');
    const heard = await answer([block(), user('yes'), assistant(text), user('yes')]);
    expect(heard.text).toMatch(/is blocked/);
  });

  it.each(['Are you still there?', 'It is 21 degrees. Would you like the forecast for tomorrow?'])(
    'should not take a yes to something else for its own, as when the platform asks "%s"',
    async (other) => {
      const asked = await answer([block()], calls('block_card'));
      const history = [block(), assistant(asked.text), assistant(other), user('Yes, please.')];
      const again = await answer(history);
      expect(again.actions).toEqual(['block_card:asked_again']);
      expect(await cardState()).toBe('active');
      expect((await answer([...history, assistant(again.text), user('yes')])).actions).toEqual(['block_card:done']);
    },
  );

  it.each(['…', 'Shall I go ahead, yes or no?', 'I can send you our brochure. Shall I go ahead, yes or no?'])(
    'should not act on a yes to "%s" in place of its question',
    async (other) => {
      await answer([block()], calls('block_card'));
      expect((await answer([block(), assistant(other), user('yes')])).actions).toEqual(['block_card:asked_again']);
      expect(await cardState()).toBe('active');
    },
  );

  it('should know its question though the platform tells it in pieces', async () => {
    const asked = await answer([block()], calls('block_card'));
    const pieces = asked.text.split(/(?<=\.) /);
    expect(pieces).toHaveLength(2);
    const confirmed = await answer([block(), ...pieces.map((piece) => assistant(piece)), user('yes')]);
    expect(confirmed.actions).toEqual(['block_card:done']);
  });

  it('should know its question though the platform tells it as it was spoken, or as far as it was', async () => {
    const asked = await answer([block()], calls('block_card'));
    const spoken = asked.text.replace('4211', 'four two one one').replace('Visa', 'visa');
    for (const heard of [spoken, asked.text.slice(0, 30)]) {
      const turn = [block(), assistant(heard), user('yes')];
      expect((await answer(turn)).actions).toEqual(['block_card:done']);
    }
  });
});
