import { Logger } from '@nestjs/common';
import { type TurnMessage } from '../../src/agent/agent-turn';
import { EmergencyDialogue } from '../../src/agent/emergency/emergency-dialogue';
import { type Database } from '../../src/database/database';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { assistant, createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { breaksOff, ScriptedModel } from '../support/scripted-model';

const OUTAGE = new LanguageModelError('model_unavailable', 'No target answers.');
const HANDOVER = /could not do that\. A colleague can help you with that: please call the number/;

describeOnEachEngine(EmergencyDialogue.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let customer: TestCustomer;
  let clock: TestClock;
  let messages: TurnMessage[];

  beforeAll(() => {
    // The failures that are provoked here are logged with their cause, as they should be.
    Logger.overrideLogger(['fatal']);
  });

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    customer = await insertCustomer(database, [{}, { network: 'Mastercard', lastFour: '8805' }]);
    clock = new TestClock();
    messages = [];
  });

  afterEach(() => store.remove());

  /** Says something more in the same call, while the model is away. */
  async function say(text: string): Promise<PlayedTurn> {
    messages.push(user(text));
    const agent = createAgent({
      model: new ScriptedModel(breaksOff(OUTAGE)),
      database,
      creditCards: createCardService(database, { clock }),
    });
    const played = await play(agent.run(createTurn(messages)));
    messages.push(assistant(played.text));
    return played;
  }

  async function moveCards(from: 'card' | 'card_away', to: 'card' | 'card_away'): Promise<void> {
    await database.queries.schema.alterTable(from).renameTo(to).execute();
  }

  describe('when the store of cards fails', () => {
    it('should say each time that it could not be done, and name a person', async () => {
      await moveCards('card', 'card_away');
      for (const text of [`I lost my Visa [phone: ${customer.phoneNumber}]`, 'the Visa', 'block it please']) {
        const { text: said, actions, events } = await say(text);
        expect(actions).toEqual(['block_card:failed']);
        expect(said).toMatch(HANDOVER);
        expect(said).not.toMatch(/can only block/);
        expect(events.filter((event) => event.type === 'text-delta' && event.text === '')).toEqual([]);
      }
    });

    it('should ask again once it works', async () => {
      const first = await say(`I lost my card [phone: ${customer.phoneNumber}]`);
      expect(first.text).toMatch(/Which card do you mean/);
      await moveCards('card', 'card_away');
      expect((await say('the Visa')).text).toMatch(HANDOVER);
      await moveCards('card_away', 'card');
      expect((await say('the Visa')).text).toMatch(/^I can block your Visa ending in 4211/);
    });
  });

  describe('when a question was settled', () => {
    it.each([
      ['yes', /^Done/],
      ['no', /^All right/],
    ])('should go on after "%s" only with a new emergency', async (answer, reply) => {
      await say(`I lost my Visa [phone: ${customer.phoneNumber}]`);
      expect((await say(answer)).text).toMatch(reply);
      await expect(say('the Mastercard')).rejects.toBe(OUTAGE);
      messages.pop();
      const { text } = await say('my Mastercard was stolen');
      expect(text).toMatch(/only block a card.*I can block your Mastercard ending in 8805/);
    });

    it('should go on with a correction', async () => {
      await say(`I lost my Visa [phone: ${customer.phoneNumber}]`);
      expect((await say('no, the other one')).text).toMatch(/^Which card do you mean/);
      expect((await say('the Mastercard')).text).toMatch(/^I can block your Mastercard ending in 8805/);
    });

    it('should be done with it after answers that nobody understood', async () => {
      await say(`I lost my Visa [phone: ${customer.phoneNumber}]`);
      for (const text of ['the weather', 'is nice', 'in Spain']) await say(text);
      expect(messages.at(-1)?.text).toMatch(/I did not understand your answer/);
      await expect(say('the Mastercard')).rejects.toBe(OUTAGE);
    });

    it('should hear a repeated request after a question that lapsed', async () => {
      await say(`I lost my Visa [phone: ${customer.phoneNumber}]`);
      clock.advance(5 * 60_000);
      expect((await say('yes')).text).toMatch(/came too late/);
      const again = await say('block my Visa');
      expect(again.text).toMatch(/I can block your Visa ending in 4211/);
    });
  });
});
