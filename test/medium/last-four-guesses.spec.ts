import { Logger } from '@nestjs/common';
import { type AgentTurn } from '../../src/agent/agent-turn';
import { LastFourGuard } from '../../src/agent/tools/last-four-guard';
import { type Database } from '../../src/database/database';
import { createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { calls, says, ScriptedModel } from '../support/scripted-model';

const CLAIMED: Partial<AgentTurn> = { mayAssertCaller: false, conversationOwner: 'acme/claimed' };

describeOnEachEngine(`Callers who only claim a number, before ${LastFourGuard.name}`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let customer: TestCustomer;

  beforeAll(() => {
    Logger.overrideLogger(['fatal']);
  });

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    customer = await insertCustomer(database, [{}, { network: 'Mastercard', lastFour: '8805' }]);
  });

  afterEach(() => store.remove());

  function say(digits: string, tool: string, input: object): Promise<PlayedTurn> {
    const words = user(`My number is ${customer.phoneNumber} and the card ends in ${digits}`);
    const model = new ScriptedModel(calls(tool, { last_four: digits, ...input }), says('I am sorry.'));
    return play(createAgent({ model, database }).run(createTurn([words], CLAIMED)));
  }

  it.each(['get_card_balance', 'unblock_card', 'report_card_lost', 'get_replacement_status'])(
    'should be locked out after five guesses, though each is sent again to %s',
    async (tool) => {
      const guesses = ['9001', '9002', '9003', '9004', '9005'];
      for (const digits of guesses) {
        expect((await say(digits, 'block_card', {})).actions).toEqual(['block_card:denied']);
        await say(digits, tool, tool === 'report_card_lost' ? { reason: 'lost' } : {});
      }
      const right = await say('4211', 'block_card', {});
      expect(right.actions).toEqual(['block_card:denied']);
      expect(right.text).toContain('For your safety');
    },
  );

  it('should not be told of the other cards when the digits are right and the network is wrong', async () => {
    const { text, events } = await say('4211', 'block_card', { network: 'Mastercard' });
    expect(text).toContain('4211');
    expect(JSON.stringify([text, events])).not.toContain('8805');
  });
});
