import fc from 'fast-check';
import { CHANGE_OPERATIONS } from '../../src/common/operation';
import { CARD_STATES } from '../../src/credit-card/credit-card.types';
import { type Database } from '../../src/database/database';
import { cardCommands, Confirm, openBank, Propose } from '../support/card-commands';
import { CardModel, LEGAL_MOVES } from '../support/card-state-model';
import { describeOnEachEngine, type TestStore } from '../support/database';

const RUNS = 60;

describeOnEachEngine('the states of a card', (createStore) => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  describe.each(CARD_STATES)('when a card is %s', (state) => {
    it.each(CHANGE_OPERATIONS)('should move by %s exactly where that is allowed', async (operation) => {
      const bank = await openBank(database, state);
      const model = new CardModel(state);
      await new Propose(0, { operation, merchant: 'Alpha' }).run(model, bank);
      if (model.proposals[0] !== undefined) await new Confirm(0, 1).run(model, bank);
      expect([model.state, model.acts]).toEqual([
        LEGAL_MOVES[state][operation] ?? state,
        LEGAL_MOVES[state][operation] === undefined ? 0 : 1,
      ]);
    });
  });

  describe('when two conversations do anything in any order', () => {
    it('should be where a plain model of the card is, after every step', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...CARD_STATES), cardCommands, async (state, sequence) => {
          const bank = await openBank(database, state);
          await fc.asyncModelRun(() => ({ model: new CardModel(state), real: bank }), sequence);
        }),
        { numRuns: RUNS },
      );
    });

    it('should never leave the state cancelled', async () => {
      const bank = await openBank(database, 'active');
      const model = new CardModel('active');
      await new Propose(1, { operation: 'block_card', merchant: 'Alpha' }).run(model, bank);
      await new Propose(0, { operation: 'report_card_lost', merchant: 'Alpha' }).run(model, bank);
      await new Confirm(0, 1).run(model, bank);
      await new Confirm(1, 3).run(model, bank);
      for (const operation of CHANGE_OPERATIONS) {
        await new Propose(1, { operation, merchant: 'Beta' }).run(model, bank);
        await new Confirm(1, 1).run(model, bank);
        expect(model.state).toBe('cancelled');
      }
    });
  });
});
