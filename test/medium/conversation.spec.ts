import { randomUUID } from 'node:crypto';
import { parsePhoneNumber } from '../../src/common/phone-number';
import { ConversationService } from '../../src/conversation/conversation.service';
import { createConversationService } from '../factories/conversation-service.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

describeOnEachEngine(ConversationService.name, (createStore) => {
  let store: TestStore;
  let services: readonly [ConversationService, ConversationService];
  let conversationId: string;

  beforeAll(async () => {
    store = await createStore();
    services = [createConversationService(await store.open()), createConversationService(await store.open())];
  });

  beforeEach(() => {
    conversationId = randomUUID();
  });

  afterAll(() => store.remove());

  describe('when messages are recorded', () => {
    it('should return the conversation so far, oldest first', async () => {
      const [service] = services;
      await service.recordUserMessage({ conversationId, text: 'Hello' });
      await service.recordAssistantMessage({ conversationId, text: 'Good morning.' });
      const recorded = await service.recordUserMessage({ conversationId, text: 'My card is lost 😟' });
      expect(recorded).toMatchObject({
        skippedUserTurns: 0,
        messages: [
          { role: 'user', text: 'Hello' },
          { role: 'assistant', text: 'Good morning.' },
          { role: 'user', text: 'My card is lost 😟' },
        ],
      });
    });

    it('should return the last hundred of a long one', async () => {
      const [service] = services;
      for (let count = 1; count <= 119; count += 1) {
        await service.recordAssistantMessage({ conversationId, text: String(count) });
      }
      const { messages } = await service.recordUserMessage({ conversationId, text: '120' });
      expect(messages).toHaveLength(100);
      expect([messages.at(0)?.text, messages.at(-1)?.text]).toEqual(['21', '120']);
    });

    it('should count the user messages that it leaves out', async () => {
      const [service] = services;
      let skipped = 0;
      for (let count = 1; count <= 110; count += 1) {
        ({ skippedUserTurns: skipped } = await service.recordUserMessage({ conversationId, text: String(count) }));
      }
      expect(skipped).toBe(10);
    });

    it('should keep conversations apart', async () => {
      const [service] = services;
      await service.recordUserMessage({ conversationId, text: 'mine' });
      const other = await service.recordUserMessage({ conversationId: randomUUID(), text: 'theirs' });
      expect(other.messages).toEqual([{ role: 'user', text: 'theirs' }]);
    });
  });

  describe('when a number is given', () => {
    it('should remember it until another one is given', async () => {
      const [service] = services;
      const first = parsePhoneNumber('+1234567890');
      const second = parsePhoneNumber('+15550100001');
      const numbers = [];
      for (const phoneNumber of [undefined, first, undefined, second, undefined]) {
        const recorded = await service.recordUserMessage({ conversationId, text: 'x', phoneNumber });
        numbers.push(recorded.phoneNumber);
      }
      expect(numbers).toEqual([undefined, first, first, second, second]);
    });
  });

  describe('when messages arrive at the same time', () => {
    it('should keep every one, over two instances, and show each writer its own as the last', async () => {
      const texts = Array.from({ length: 40 }, (_, index) => `message ${index}`);
      const recorded = await Promise.all(
        texts.map((text, index) => services[index % 2 === 0 ? 0 : 1].recordUserMessage({ conversationId, text })),
      );
      expect(recorded.map(({ messages }) => messages.at(-1)?.text)).toEqual(texts);
      const { messages } = await services[0].recordUserMessage({ conversationId, text: 'end' });
      expect(messages.map(({ text }) => text).sort()).toEqual([...texts, 'end'].sort());
    });
  });
});
