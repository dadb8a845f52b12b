import { Logger } from '@nestjs/common';
import { type Operation, OPERATIONS, type Requirement } from '../../src/common/operation';
import { CARD_NETWORKS, CARD_STATES } from '../../src/credit-card/credit-card.types';
import { type Database } from '../../src/database/database';
import { createAgent, createTurn, play, user } from '../factories/agent.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { createEmbeddedStore, type TestStore } from '../support/database';
import { calls, says, ScriptedModel } from '../support/scripted-model';

const CUSTOMERS = 20;
const CARDS = 20;
/** Digits of a card that nobody has. */
const NOBODYS = '9999';

/** A caller who may have everything: only whose card it is can stand in the way. */
const OPEN_POLICY = Object.fromEntries(
  OPERATIONS.map((operation) => [operation, { level: 'asserted', orClaimedWithLastFour: false }]),
) as Record<Operation, Requirement>;

const TOOLS: Readonly<Record<string, object>> = {
  block_card: {},
  unblock_card: {},
  report_card_lost: { reason: 'lost' },
  replace_card: {},
  activate_card: {},
  get_replacement_status: {},
  get_card_balance: {},
  list_card_transactions: {},
  dispute_transaction: { amount: 42 },
};

describe('what a caller hears of the card of somebody else', () => {
  let store: TestStore;
  let database: Database;
  const customers: TestCustomer[] = [];

  beforeAll(async () => {
    Logger.overrideLogger(['fatal']);
    store = await createEmbeddedStore();
    database = await store.open();
    for (let owner = 0; owner < CUSTOMERS; owner += 1) {
      const cards = Array.from({ length: CARDS }, (_, index) => ({
        lastFour: lastFourOf(owner, index),
        network: CARD_NETWORKS[index % CARD_NETWORKS.length] ?? 'Visa',
        state: CARD_STATES[index % CARD_STATES.length] ?? 'active',
      }));
      customers.push(await insertCustomer(database, cards));
    }
  });

  afterAll(() => store.remove());

  /** Unique in the whole bank. */
  function lastFourOf(owner: number, card: number): string {
    return String(owner * CARDS + card + 1_000);
  }

  interface Hearing {
    readonly text: string;
    readonly actions: readonly string[];
    readonly audit: readonly string[];
  }

  async function ask(tool: string, asker: TestCustomer, lastFour: string): Promise<Hearing> {
    const input = { ...TOOLS[tool], last_four: lastFour };
    const model = new ScriptedModel(calls(tool, input), says('All right.'));
    const creditCards = createCardService(database, { policyOverrides: OPEN_POLICY });
    const agent = createAgent({ model, database, creditCards });
    const requestId = `${tool}/${asker.id}/${lastFour}`;
    const turn = createTurn([user(`my card ${lastFour} [phone: ${asker.phoneNumber}]`)], { requestId });
    const { text, actions } = await play(agent.run(turn));
    const audit = await database.queries
      .selectFrom('audit_entry')
      .where('request_id', '=', requestId)
      .orderBy('seq')
      .select(['event', 'decision', 'reason', 'card_id'])
      .execute();
    return {
      text: text.replaceAll(lastFour, '....'),
      actions,
      audit: audit.map((entry) => [entry.event, entry.decision, entry.reason, entry.card_id].join(' ')),
    };
  }

  const readBank = async (): Promise<unknown> =>
    Promise.all([
      database.queries.selectFrom('card').orderBy('id').select(['id', 'state']).execute(),
      database.queries.selectFrom('card_action').select('id').execute(),
      database.queries.selectFrom('pending_action').select('id').execute(),
    ]);

  it.each(Object.keys(TOOLS))('should tell nothing by %s, for every pair and card', async (tool) => {
    const before = await readBank();
    for (const [askerIndex, asker] of customers.entries()) {
      const expected = await ask(tool, asker, NOBODYS);
      expect(expected.audit.length).toBeGreaterThan(0);
      for (let owner = 0; owner < CUSTOMERS; owner += 1) {
        if (owner === askerIndex) continue;
        expect(await ask(tool, asker, lastFourOf(owner, (askerIndex + owner) % CARDS))).toEqual(expected);
      }
    }
    expect(await readBank()).toEqual(before);
  });
});
