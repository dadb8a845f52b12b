import { Logger } from '@nestjs/common';
import { AgentService, POLICY_MODEL_ID } from '../../src/agent/agent.service';
import { type AgentTurn, type TurnMessage } from '../../src/agent/agent-turn';
import { type Database } from '../../src/database/database';
import { assistant, createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { CapturingOtpSender, createIdentityService, type TestIdentity } from '../factories/identity-service.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { calls, says, type ScriptedStep, ScriptedModel } from '../support/scripted-model';

describeOnEachEngine(`Proof of identity in ${AgentService.name}`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let customer: TestCustomer;
  let clock: TestClock;
  let sender: CapturingOtpSender;
  let identity: TestIdentity;

  beforeAll(() => {
    Logger.overrideLogger(['fatal']);
  });

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    customer = await insertCustomer(database, [{ state: 'blocked' }]);
    clock = new TestClock();
    sender = new CapturingOtpSender();
    identity = createIdentityService(database, { clock, sender });
  });

  afterEach(() => store.remove());

  /** A call that goes on: what was said so far is sent again with each turn, as OpenAI's clients do. */
  class Call {
    readonly messages: TurnMessage[] = [];

    constructor(private readonly rest: Partial<AgentTurn> = {}) {}

    async say(text: string, ...script: readonly ScriptedStep[]): Promise<PlayedTurn> {
      this.messages.push(user(text));
      const played = await this.repeat(...script);
      this.messages.push(assistant(played.text));
      return played;
    }

    /** Sends the last turn as it stands. */
    async repeat(...script: readonly ScriptedStep[]): Promise<PlayedTurn> {
      const model = new ScriptedModel(...script);
      const creditCards = createCardService(database, { clock });
      const agent = createAgent({ model, database, creditCards, identity: identity.service });
      const played = await play(agent.run(createTurn(this.messages, this.rest)));
      model.assertFinished();
      await identity.settle();
      return played;
    }
  }

  const tag = (): string => `[phone: ${customer.phoneNumber}]`;
  const sentCode = (): string => sender.sent.at(-1)?.code ?? '';

  async function readState(): Promise<string | undefined> {
    const row = await database.queries.selectFrom('card').select('state').executeTakeFirst();
    return row?.state;
  }

  it('should send a code, read it from the spoken words, and take up what was refused', async () => {
    const call = new Call();
    const refused = await call.say(`Unblock my card ${tag()}`, calls('unblock_card'));
    expect(refused.text).toMatch(/sent a code to the phone number ending in \d\d\./);
    expect(refused.actions).toEqual(['unblock_card:denied']);
    expect(sender.sent).toHaveLength(1);

    const proved = await call.say(`it is ${sentCode().split('').join(' ')}, thanks`);
    expect(proved.text).toMatch(/^Thank you\. I can lift the block on your Visa ending in 4211/);
    expect(proved.actions).toEqual(['check_passcode:verified', 'unblock_card:proposed']);
    expect(proved.events[0]).toEqual({ type: 'turn-start', model: POLICY_MODEL_ID });
    expect(await readState()).toBe('blocked');

    const done = await call.say('yes');
    expect(done.text).toMatch(/works again/);
    expect(await readState()).toBe('active');
  });

  it('should keep the caller verified for the rest of the call, and for no other call', async () => {
    const call = new Call();
    await call.say(`What is my balance? ${tag()}`, calls('get_card_balance'));
    expect((await call.say(sentCode())).text).toMatch(/^Thank you\. Your Visa ending in 4211 has a balance/);
    expect((await call.say('And my transactions?', calls('list_card_transactions'))).text).toMatch(/no transactions/);
    const other = await new Call().say(`My transactions please ${tag()}`, calls('list_card_transactions'));
    expect(other.actions).toEqual(['list_card_transactions:denied']);
  });

  it('should answer a copy of the proving turn alike', async () => {
    const call = new Call();
    await call.say(`Unblock my card ${tag()}`, calls('unblock_card'));
    call.messages.push(user(sentCode()));
    const answers = [await call.repeat(), await call.repeat()];
    expect(answers[1]?.text).toBe(answers[0]?.text);
    expect(answers[0]?.text).toMatch(/^Thank you\./);
  });

  it('should say what is wrong with a code, and lock after five', async () => {
    const call = new Call();
    await call.say(`Unblock my card ${tag()}`, calls('unblock_card'));
    const wrong = sentCode() === '111111' ? '222222' : '111111';
    expect((await call.say('4 8 2')).text).toMatch(/has six digits/);
    expect((await call.say('482913 or 482914')).text).toMatch(/more than one code/);
    for (let tries = 1; tries < 5; tries += 1) expect((await call.say(wrong)).text).toMatch(/not right/);
    expect((await call.say(wrong)).text).toMatch(/cannot check codes/);
    expect((await call.say(sentCode())).text).toMatch(/cannot check codes/);
    expect(await readState()).toBe('blocked');
  });

  it('should ask for another proof when the first runs out between the question and the yes', async () => {
    const call = new Call();
    await call.say(`What is my balance? ${tag()}`, calls('get_card_balance'));
    await call.say(sentCode());
    clock.advance(29 * 60_000);
    expect((await call.say('Unblock it please', calls('unblock_card'))).actions).toEqual(['unblock_card:proposed']);
    clock.advance(90_000);
    const late = await call.say('yes');
    expect(late.actions).toEqual(['unblock_card:denied']);
    expect(late.text).toMatch(/sent a code to the phone number ending in \d\d\./);
    expect((await call.say(sentCode())).text).toMatch(/^Thank you\. I can lift the block on your Visa ending in 4211/);
    expect((await call.say('yes')).actions).toEqual(['unblock_card:done']);
  });

  it('should not say that it sent a code when a newer one has ended that code', async () => {
    const first = new Call();
    await first.say(`Unblock my card ${tag()}`, calls('unblock_card'));
    clock.advance(30_000);
    await first.say('Send it again please', calls('send_passcode'));
    const again = await new Call().say(`Unblock my card ${tag()}`, calls('unblock_card'));
    expect(again.text).toMatch(/^I cannot send another code for some minutes\./);
    expect(sender.sent).toHaveLength(2);
  });

  it('should tell that a code is no longer valid', async () => {
    const call = new Call();
    await call.say(`Unblock my card ${tag()}`, calls('unblock_card'));
    clock.advance(5 * 60_000);
    expect((await call.say(sentCode())).text).toMatch(/no longer valid/);
  });

  it('should send another code on request, and still know what it was for', async () => {
    const call = new Call();
    await call.say(`Unblock my card ${tag()}`, calls('unblock_card'));
    clock.advance(60_000);
    const resent = await call.say('I did not get it', calls('send_passcode'));
    expect(resent.text).toMatch(/sent a code/);
    expect(sender.sent).toHaveLength(2);
    expect((await call.say(sentCode())).actions).toEqual(['check_passcode:verified', 'unblock_card:proposed']);
  });

  it('should go the same way for a claimed number that nobody has, without a message to anybody', async () => {
    const claims = [customer.phoneNumber, '+15558887777'].map((number) => ({ number, call: new Call() }));
    const texts: string[][] = [];
    for (const { number, call } of claims) {
      const answers = [
        await call.say(`My number is ${number}`, says('Hello.')),
        await call.say('What is my balance?', calls('get_card_balance')),
        await call.say('000000'),
      ];
      texts.push(answers.map(({ text }) => text.replace(/ending in \d\d/, 'ending in ..')));
    }
    expect(texts[1]).toEqual(texts[0]);
    expect(sender.sent).toHaveLength(1);
  });

  describe('when last four digits stand in for the number', () => {
    beforeEach(async () => {
      customer = await insertCustomer(database, [{ lastFour: '7001' }]);
    });

    it('should not believe digits that only the model names', async () => {
      const call = new Call({ mayAssertCaller: false });
      const { text } = await call.say(`Block my card ${tag()}`, calls('block_card', { last_four: '7001' }));
      expect(text).toMatch(/tell me its last four digits/);
    });

    it('should look at five guesses and no more, in whatever calls', async () => {
      for (const guess of ['0001', '0002', '0003', '0004', '0005']) {
        const call = new Call({ mayAssertCaller: false });
        const { text } = await call.say(`Block my card ${guess} ${tag()}`, calls('block_card', { last_four: guess }));
        expect(text).toMatch(/tell me its last four digits/);
      }
      const right = new Call({ mayAssertCaller: false });
      const { text } = await right.say(`Block my card 7001 ${tag()}`, calls('block_card', { last_four: '7001' }));
      expect(text).toMatch(/cannot look for cards/);
    });
  });
});
