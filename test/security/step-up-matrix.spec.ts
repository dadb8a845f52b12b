import { Logger } from '@nestjs/common';
import { CALLER_LEVELS, type CallerLevel } from '../../src/common/call-context';
import { type CardOperation, CHANGE_OPERATIONS, READ_OPERATIONS } from '../../src/common/operation';
import { decide, DEFAULT_POLICY } from '../../src/credit-card/policy';
import { type Database } from '../../src/database/database';
import { type TurnMessage } from '../../src/agent/agent-turn';
import { assistant, createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { IdentityBench, wrongCode } from '../factories/identity-service.factory';
import { TestClock } from '../factories/test-clock';
import { createEmbeddedStore, type TestStore } from '../support/database';
import { calls, says, type ScriptedStep, ScriptedModel } from '../support/scripted-model';

const OPERATIONS: readonly CardOperation[] = [...READ_OPERATIONS, ...CHANGE_OPERATIONS];

/** How far a caller has got with a passcode when they ask, and whether that proves who they are. */
const PASSCODES: Readonly<Record<string, boolean>> = {
  none: false,
  sent: false,
  wrong: false,
  expired: false,
  locked: false,
  'of another call': false,
  'of another customer': false,
  right: true,
  'right, half an hour ago': false,
};

const NEXT_STEPS = {
  identify: /phone number on your account/,
  last_four: /last four digits/,
  verify: /six digits|some minutes|cannot check codes/,
};

describe('who may have which operation, with which proof', () => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let bench: IdentityBench;
  let customer: TestCustomer;
  let lastRequest: string;
  let requests = 0;

  beforeAll(async () => {
    Logger.overrideLogger(['fatal']);
    store = await createEmbeddedStore();
    database = await store.open();
  });

  beforeEach(async () => {
    clock = new TestClock();
    bench = new IdentityBench(database, clock);
    customer = await insertCustomer(database);
  });

  afterAll(() => store.remove());

  async function answer(
    messages: readonly TurnMessage[],
    level: CallerLevel,
    ...script: ScriptedStep[]
  ): Promise<PlayedTurn> {
    requests += 1;
    lastRequest = `request-${requests}`;
    const model = new ScriptedModel(...script);
    const creditCards = createCardService(database, { clock });
    const agent = createAgent({ model, database, creditCards, identity: bench.service });
    const turn = createTurn(messages, { requestId: lastRequest, mayAssertCaller: level !== 'claimed' });
    return play(agent.run(turn));
  }

  const inputOf = (operation: CardOperation): object => (operation === 'report_card_lost' ? { reason: 'lost' } : {});

  /** Brings a conversation to where the passcode stands so; gives its messages. */
  async function preparePasscode(passcode: string, level: CallerLevel, opening: string): Promise<TurnMessage[]> {
    const messages: TurnMessage[] = [user(opening)];
    if (passcode === 'none') return [...messages, assistant('Hello.')];
    if (passcode === 'of another customer') {
      const other = await insertCustomer(database);
      const theirs = opening.replace(customer.phoneNumber, other.phoneNumber);
      await provePasscode([user(theirs)], level, other);
      return [...messages, assistant('Hello.')];
    }
    if (passcode === 'of another call') {
      await provePasscode([user(`${opening} again`)], level, customer);
      clock.advance(60_000);
      return [...messages, assistant('Hello.')];
    }
    if (passcode.startsWith('right')) await provePasscode(messages, level, customer);
    else await spoilPasscode(passcode, messages, level);
    if (passcode.endsWith('ago')) clock.advance(30 * 60_000);
    return messages;
  }

  async function askForPasscode(messages: TurnMessage[], level: CallerLevel): Promise<void> {
    const { text } = await answer(messages, level, calls('send_passcode'));
    messages.push(assistant(text));
  }

  async function provePasscode(messages: TurnMessage[], level: CallerLevel, whose: TestCustomer): Promise<void> {
    await askForPasscode(messages, level);
    const code = (await bench.codesOf(whose.phoneNumber)).at(-1) ?? '';
    messages.push(user(code));
    messages.push(assistant((await answer(messages, level)).text));
  }

  async function spoilPasscode(passcode: string, messages: TurnMessage[], level: CallerLevel): Promise<void> {
    await askForPasscode(messages, level);
    const code = (await bench.codesOf(customer.phoneNumber)).at(-1) ?? '';
    if (passcode === 'sent') return;
    if (passcode === 'expired') clock.advance(5 * 60_000);
    for (let tries = 1; tries <= (passcode === 'locked' ? 5 : 1); tries += 1) {
      messages.push(user(passcode === 'expired' ? code : wrongCode(code, tries)));
      messages.push(assistant((await answer(messages, level)).text));
    }
  }

  const LEVELS = CALLER_LEVELS.filter((level) => level !== 'verified');

  describe.each(OPERATIONS)('when %s is asked for', (operation) => {
    describe.each(LEVELS)('by a caller who is %s', (level) => {
      it.each(Object.entries(PASSCODES))('with the passcode: %s', async (passcode, proves) => {
        const number =
          level === 'claimed' ? `my number is ${customer.phoneNumber}` : `[phone: ${customer.phoneNumber}]`;
        const opening = level === 'unknown' ? 'Hello' : `Hello ${number}`;
        const prior =
          level === 'unknown' ? [user(opening), assistant('Hello.')] : await preparePasscode(passcode, level, opening);
        const messages = [...prior, user('please do what I want')];
        const { text, actions } = await answer(messages, level, calls(operation, inputOf(operation)), says('-'));

        const reached: CallerLevel = proves && level !== 'unknown' ? 'verified' : level;
        const decision = decide(DEFAULT_POLICY, { operation, level: reached, lastFourProven: false });
        const entries = await database.queries
          .selectFrom('audit_entry')
          .where('request_id', '=', lastRequest)
          .select(['event', 'decision', 'caller_level', 'reason'])
          .execute();
        const entry = entries.find(({ event }) => event.startsWith(operation.replaceAll('_', '-')));
        expect(entry).toMatchObject({ caller_level: reached });
        if (decision === 'allowed') expect(actions[0]).not.toBe(`${operation}:denied`);
        else {
          expect(actions).toEqual([`${operation}:denied`]);
          expect(entry).toMatchObject({ decision: 'denied', reason: decision });
          expect(text).toMatch(NEXT_STEPS[decision]);
        }
      });
    });
  });
});
