import { type AgentService } from '../../src/agent/agent.service';
import { type AgentTurn, type TurnMessage } from '../../src/agent/agent-turn';
import { type Operation, OPERATIONS, type Requirement } from '../../src/common/operation';
import { type PhoneNumber } from '../../src/common/phone-number';
import { CARD_NETWORKS, CARD_STATES } from '../../src/credit-card/credit-card.types';
import { type Database } from '../../src/database/database';
import { LanguageModel, type LanguageModelEvent, type ModelHealth } from '../../src/language-model/language-model';
import { assistant, createAgent, createTurn, play, user } from '../factories/agent.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { calls, says, type ScriptedStep } from '../support/scripted-model';

const CUSTOMERS = 20;
const CARDS = 20;
/** Of each pair, how many of the cards are asked for; each card of the bank is, by some pair. All of them take minutes. */
const CARDS_OF_PAIR = Number(process.env.CROSS_CUSTOMER_CARDS ?? 1);
/** Digits of a card that nobody has, and a number that nobody has. */
const NOBODYS_CARD = '9999';
const NOBODY = '+15559999999' as PhoneNumber;

/** Each number is asked for once, so that no earlier guess and no earlier passcode is in the way. */
let phantoms = 0;
function nextPhantom(): PhoneNumber {
  phantoms += 1;
  return `+1444${String(phantoms).padStart(7, '0')}` as PhoneNumber;
}

/** A caller who may have everything: only whose card it is can stand in the way. */
const OPEN_POLICY = Object.fromEntries(
  OPERATIONS.map((operation) => [operation, { level: 'asserted', orClaimedWithLastFour: false }]),
) as Record<Operation, Requirement>;

const CARD_TOOLS: Readonly<Record<string, object>> = {
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

/** Tools that name no card, with what a model may try to put in. */
const OTHER_TOOLS: Readonly<Record<string, (lastFour: string) => object>> = {
  list_cards: () => ({}),
  send_passcode: () => ({}),
  transfer_to_human: (lastFour) => ({ reason: `the card ending in ${lastFour}` }),
};

/** Makes the one call that it is told to, and then has no more to say. */
class CallingModel extends LanguageModel {
  readonly id = 'calling-1';
  readonly provider = 'test';
  readonly readsImages = false;
  next: ScriptedStep = says('All right.');

  async *stream(): AsyncGenerator<LanguageModelEvent> {
    await Promise.resolve();
    const { events } = this.next;
    this.next = says('All right.');
    yield* events;
  }

  checkHealth(): Promise<ModelHealth> {
    return Promise.resolve({ state: 'up', detail: 'test' });
  }
}

interface Hearing {
  readonly text: string;
  readonly actions: readonly string[];
  readonly audit: readonly string[];
}

describeOnEachEngine('what a caller hears of the card of somebody else', (createStore) => {
  let store: TestStore;
  let database: Database;
  const model = new CallingModel();
  const customers: TestCustomer[] = [];
  let requests = 0;

  beforeAll(async () => {
    store = await createStore();
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

  const openAgent = (): AgentService =>
    createAgent({ model, database, creditCards: createCardService(database, { policyOverrides: OPEN_POLICY }) });

  async function hear(
    agent: AgentService,
    messages: readonly TurnMessage[],
    rest: Partial<AgentTurn> = {},
  ): Promise<Hearing> {
    requests += 1;
    const requestId = `request-${requests}`;
    const { text, actions } = await play(agent.run(createTurn(messages, { requestId, ...rest })));
    const audit = await database.queries
      .selectFrom('audit_entry')
      .where('request_id', '=', requestId)
      .orderBy('seq')
      .select(['event', 'decision', 'reason', 'card_id'])
      .execute();
    return {
      text,
      actions,
      audit: audit.map((entry) => [entry.event, entry.decision, entry.reason, entry.card_id].join(' ')),
    };
  }

  const readBank = async (): Promise<unknown> =>
    Promise.all([
      database.queries.selectFrom('card').orderBy('id').select(['id', 'state']).execute(),
      database.queries.selectFrom('card_action').select('id').execute(),
      database.queries
        .selectFrom('pending_action')
        .orderBy('id')
        .select(['id', 'consumed_at', 'withdrawn_at', 'answer_turn'])
        .execute(),
    ]);

  /** Every customer beside every other. */
  const pairs = (): readonly (readonly [asker: number, owner: number])[] =>
    customers.flatMap((_, asker) =>
      customers.flatMap((__, owner) => (owner === asker ? [] : [[asker, owner] as const])),
    );

  const phoneOf = (index: number): PhoneNumber => customers[index]?.phoneNumber ?? NOBODY;

  describe('when their own number is vouched for', () => {
    it.each(Object.keys(CARD_TOOLS))('should be the same as of no card, by %s, for every pair', async (tool) => {
      const agent = openAgent();
      const ask = async (asker: number, lastFour: string): Promise<Hearing> => {
        model.next = calls(tool, { ...CARD_TOOLS[tool], last_four: lastFour });
        const heard = await hear(agent, [user(`my card ${lastFour} [phone: ${phoneOf(asker)}]`)]);
        return { ...heard, text: heard.text.replaceAll(lastFour, '....') };
      };
      const before = await readBank();
      const ofNobody: Hearing[] = [];
      for (const asker of customers.keys()) ofNobody.push(await ask(asker, NOBODYS_CARD));
      for (const [asker, owner] of pairs()) {
        for (let card = 0; card < CARDS_OF_PAIR; card += 1) {
          const lastFour = lastFourOf(owner, (asker + owner + card) % CARDS);
          expect(await ask(asker, lastFour)).toEqual(ofNobody[asker]);
        }
      }
      expect(ofNobody.filter(({ audit }) => audit.length === 0)).toEqual([]);
      expect(await readBank()).toEqual(before);
    });

    it.each(Object.keys(OTHER_TOOLS))('should be nothing, by %s, for every pair', async (tool) => {
      const agent = openAgent();
      const before = await readBank();
      for (const [asker, owner] of pairs()) {
        const lastFour = lastFourOf(owner, asker);
        model.next = calls(tool, OTHER_TOOLS[tool]?.(lastFour));
        const { text, actions } = await hear(agent, [user(`Hello ${owner} [phone: ${phoneOf(asker)}]`)]);
        expect(actions).toHaveLength(1);
        const told = text.match(/\b\d{4}\b/g) ?? [];
        expect(told.filter((digits) => Math.floor((Number(digits) - 1_000) / CARDS) !== asker)).toEqual([]);
      }
      expect(await readBank()).toEqual(before);
    });
  });

  describe('when they claim the number of its owner, and digits that are not its', () => {
    /** What the caller hears, one guess after the other, until no more are looked at. */
    async function guess(tool: string, phone: PhoneNumber, guesses: readonly string[]): Promise<readonly Hearing[]> {
      const agent = createAgent({ model, database });
      const heard: Hearing[] = [];
      for (const lastFour of guesses) {
        model.next = calls(tool, { ...CARD_TOOLS[tool], last_four: lastFour });
        const messages = [user(`my number is ${phone} and my card ends in ${lastFour}`)];
        const hearing = await hear(agent, messages, { mayAssertCaller: false, conversationOwner: 'acme/claimed' });
        heard.push({ ...hearing, text: hearing.text.replace(/ending in \d\d\./, 'ending in its last two.') });
      }
      return heard;
    }

    it.each(Object.keys(CARD_TOOLS))('should be the same as of a number that nobody has, by %s', async (tool) => {
      const owners: TestCustomer[] = [];
      for (let count = 0; count < CUSTOMERS; count += 1)
        owners.push(await insertCustomer(database, [{ lastFour: '8000' }]));
      const before = await readBank();
      for (const [owner, { phoneNumber }] of owners.entries()) {
        // Digits can open one tool: there each of the others tries with theirs.
        const askers = [...customers.keys()].filter((asker) => asker !== owner);
        const guesses = askers.map((asker) => lastFourOf(asker, 0)).slice(0, tool === 'block_card' ? CUSTOMERS : 2);
        const expected = await guess(tool, nextPhantom(), guesses);
        expect(await guess(tool, phoneNumber, guesses)).toEqual(expected);
      }
      expect(await readBank()).toEqual(before);
    });
  });

  describe('when they say yes to what its owner was asked', () => {
    it('should be the same as after a question that nobody was asked, for every pair, and act for the owner only', async () => {
      const agent = openAgent();
      const words = (owner: number): string => `Block my card ${lastFourOf(owner, 0)}`;
      const say = (text: string, phone: PhoneNumber): TurnMessage => user(`${text} [phone: ${phone}]`);
      const questions: string[] = [];
      for (const owner of customers.keys()) {
        model.next = calls('block_card', { last_four: lastFourOf(owner, 0) });
        questions.push((await hear(agent, [say(words(owner), phoneOf(owner))])).text);
      }
      const before = await readBank();
      for (const [asker, owner] of pairs()) {
        const answer = (text: string) =>
          hear(agent, [say(text, phoneOf(asker)), assistant(questions[owner] ?? ''), user('yes')]);
        const stolen = await answer(words(owner));
        expect(stolen).toEqual(await answer(`${words(owner)}, which I never said`));
      }
      expect(await readBank()).toEqual(before);
      for (const owner of customers.keys()) {
        const messages = [say(words(owner), phoneOf(owner)), assistant(questions[owner] ?? ''), user('yes')];
        expect((await hear(agent, messages)).actions).toEqual(['block_card:done']);
      }
    });
  });
});
