import { Logger } from '@nestjs/common';
import { NativeConversation } from '../../src/agent/native/native-conversation';
import { type AgentQueryDto } from '../../src/agent/native/agent-query.dto';
import { IdGenerator } from '../../src/common/id-generator';
import { TurnClock } from '../../src/common/turn-clock';
import { type Database } from '../../src/database/database';
import { createAgent, play, type PlayedTurn } from '../factories/agent.factory';
import { createConversationService } from '../factories/conversation-service.factory';
import { insertCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { calls, ScriptedModel } from '../support/scripted-model';

describeOnEachEngine(NativeConversation.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let phoneNumber: string;

  beforeAll(() => {
    Logger.overrideLogger(['fatal']);
  });

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    phoneNumber = (await insertCustomer(database)).phoneNumber;
  });

  afterEach(() => store.remove());

  function send(words: string, signal: AbortSignal): Promise<PlayedTurn> {
    const query: AgentQueryDto = { query: words, phone_number: phoneNumber, conversation_id: 'c1' };
    const ids = new IdGenerator();
    const conversations = createConversationService(database);
    const model = new ScriptedModel(calls('block_card'));
    const native = new NativeConversation(createAgent({ model, database }), conversations, ids);
    const access = { keyId: 'k', tenant: 'acme', scopes: ['chat', 'assert_caller'] } as const;
    return play(native.begin(query, { access, requestId: ids.next(), signal, clock: new TurnClock() }).events);
  }

  const listening = () => new AbortController().signal;

  async function countAnswers(): Promise<number> {
    const rows = await database.queries
      .selectFrom('conversation_message')
      .where('role', '=', 'assistant')
      .selectAll()
      .execute();
    return rows.length;
  }

  async function waitForAnswers(count: number): Promise<void> {
    while ((await countAnswers()) !== count) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  describe('when a query is sent again because its reply was lost', () => {
    it('should ask again, and not take it for the yes to a question that nobody heard', async () => {
      const lost = new AbortController();
      expect((await send('Yes, block my card', lost.signal)).actions).toEqual(['block_card:proposed']);
      lost.abort();
      await waitForAnswers(0);
      const again = await send('Yes, block my card', listening());
      expect(again.actions).toEqual(['block_card:asked_again']);
      expect((await send('yes', listening())).actions).toEqual(['block_card:done']);
    });

    it('should tell again what was done, when it was the yes', async () => {
      await send('Block my card', listening());
      const lost = new AbortController();
      const done = await send('yes', lost.signal);
      expect(done.actions).toEqual(['block_card:done']);
      lost.abort();
      await waitForAnswers(1);
      expect((await send('yes', listening())).text).toBe(done.text);
    });
  });

  describe('when the caller hung up before the answer was complete', () => {
    it('should not keep it as one that was heard', async () => {
      await send('Block my card', AbortSignal.abort()).catch(() => undefined);
      expect(await countAnswers()).toBe(0);
    });
  });
});
