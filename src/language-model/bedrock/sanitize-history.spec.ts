import { type Message } from '@aws-sdk/client-bedrock-runtime';
import { type ModelMessage, type ModelToolCall, type ModelToolResult } from '../language-model';
import { sanitizeHistory } from './sanitize-history';
import { ToolNames } from './tool-names';

const call = (id: string, inputJson = '{}'): ModelToolCall => ({ id, name: 'list_cards', inputJson });
const result = (toolCallId: string, output: string): ModelToolResult => ({ toolCallId, output, isError: false });
const user = (text: string): ModelMessage => ({ role: 'user', text });
const assistant = (text: string, ...toolCalls: ModelToolCall[]): ModelMessage => ({
  role: 'assistant',
  text,
  toolCalls,
});
const tool = (...results: ModelToolResult[]): ModelMessage => ({ role: 'tool', results });

function sanitize(messages: readonly ModelMessage[], offersTools = true): Message[] {
  const toolNames = new ToolNames({ offered: ['list_cards'], nova: true });
  return sanitizeHistory(messages, { toolNames, offersTools });
}

const saidBy = (role: 'user' | 'assistant', text: string): Message => ({ role, content: [{ text }] });
const used = (toolUseId: string, input = {}): object => ({ toolUse: { toolUseId, name: 'list_cards', input } });
const answered = (toolUseId: string, text: string): object => ({ toolResult: { toolUseId, content: [{ text }] } });
const failed = (toolUseId: string, text: string): object => ({
  toolResult: { toolUseId, content: [{ text }], status: 'error' },
});

describe(sanitizeHistory.name, () => {
  describe('when the assistant greets first', () => {
    it('should let the user start', () => {
      expect(sanitize([assistant('Good morning.'), user('Hello')])).toEqual([
        saidBy('user', '(start)'),
        saidBy('assistant', 'Good morning.'),
        saidBy('user', 'Hello'),
      ]);
    });
  });

  describe('when a message has pictures', () => {
    const images = [{ format: 'png' as const, base64: Buffer.from('picture').toString('base64') }];
    const block = { image: { format: 'png', source: { bytes: Buffer.from('picture') } } };

    it('should put them before the words', () => {
      expect(sanitize([{ role: 'user', text: 'What is this?', images }])).toEqual([
        { role: 'user', content: [block, { text: 'What is this?' }] },
      ]);
    });

    it('should put words beside them where there are none', () => {
      expect(sanitize([{ role: 'user', text: '', images }])).toEqual([
        { role: 'user', content: [block, { text: '(no content)' }] },
      ]);
    });
  });

  describe('when there is no message at all', () => {
    it('should still start', () => {
      expect(sanitize([])).toEqual([saidBy('user', '(start)')]);
    });
  });

  describe('when one side speaks twice', () => {
    it('should merge its messages', () => {
      expect(sanitize([user('a'), user('b'), assistant('c'), assistant('d'), user('e')])).toEqual([
        saidBy('user', 'a\nb'),
        saidBy('assistant', 'c\nd'),
        saidBy('user', 'e'),
      ]);
    });
  });

  describe('when the assistant spoke last', () => {
    it('should let the user ask for more', () => {
      expect(sanitize([user('a'), assistant('b')]).at(-1)).toEqual(saidBy('user', 'Continue.'));
    });
  });

  describe('when text is blank', () => {
    it('should name the silence of the user and forget that of the assistant', () => {
      expect(sanitize([user(' '), assistant('\n\u200b'), assistant('a'), user('\t')])).toEqual([
        saidBy('user', '(no content)'),
        saidBy('assistant', 'a'),
        saidBy('user', '(no content)'),
      ]);
    });

    it('should replace blank output of a tool', () => {
      expect(sanitize([user('a'), assistant('', call('1')), tool(result('1', ''))]).at(-1)?.content).toEqual([
        answered('1', '(no content)'),
      ]);
    });
  });

  describe('when tools were called in parallel', () => {
    it('should answer all of them in one message, results before text, in the order of the calls', () => {
      const messages = sanitize([
        user('a'),
        assistant('Let me see.', call('1'), call('2', '{"limit":3}')),
        user('Hurry up'),
        tool(result('2', 'two')),
        tool(result('1', 'one')),
      ]);
      expect(messages.slice(1)).toEqual([
        { role: 'assistant', content: [{ text: 'Let me see.' }, used('1'), used('2', { limit: 3 })] },
        { role: 'user', content: [answered('1', 'one'), answered('2', 'two'), { text: 'Hurry up' }] },
      ]);
    });
  });

  describe('when a result is missing', () => {
    it('should tell the model that the call was interrupted', () => {
      expect(
        sanitize([user('a'), assistant('', call('1'), call('2')), tool(result('2', 'two')), user('b')]).at(-1),
      ).toEqual({
        role: 'user',
        content: [failed('1', '(interrupted)'), answered('2', 'two'), { text: 'b' }],
      });
      expect(sanitize([user('a'), assistant('', call('1'))]).at(-1)?.content).toEqual([failed('1', '(interrupted)')]);
    });
  });

  describe('when a result answers no open call', () => {
    it('should keep it as text', () => {
      expect(
        sanitize([
          tool(result('0', 'early')),
          assistant('', call('1')),
          tool(result('1', 'one'), result('1', 'again')),
        ]),
      ).toEqual([
        saidBy('user', '[tool result: early]'),
        { role: 'assistant', content: [used('1')] },
        { role: 'user', content: [answered('1', 'one'), { text: '[tool result: again]' }] },
      ]);
    });
  });

  describe('when a tool failed', () => {
    it('should say so', () => {
      const messages = sanitize([
        user('a'),
        assistant('', call('1')),
        tool({ toolCallId: '1', output: 'down', isError: true }),
      ]);
      expect(messages.at(-1)?.content).toEqual([failed('1', 'down')]);
    });
  });

  describe('when ids are foreign, long, repeated or empty', () => {
    it('should give every call a legal id of its own, and its result the same', () => {
      const ids = ['call.1', 'call.1', 'x'.repeat(80), ''];
      const turn = [
        assistant('', ...ids.map((id) => call(id))),
        tool(...ids.map((id, index) => result(id, `output ${index}`))),
      ];
      const messages = sanitize([user('a'), ...turn, user('b'), ...turn]);
      const expected = ['call_1', 'call_1_2', 'x'.repeat(64), 'call'];
      expect(messages[1]?.content).toEqual(expected.map((id) => used(id)));
      expect(messages[2]?.content?.slice(0, 4)).toEqual(expected.map((id, index) => answered(id, `output ${index}`)));
      const all = messages
        .flatMap((message) => message.content ?? [])
        .flatMap((block) => block.toolUse?.toolUseId ?? []);
      expect(new Set(all).size).toBe(8);
    });
  });

  describe('when no tools are on offer', () => {
    it('should tell the calls and results as text', () => {
      const history = [user('a'), assistant('Hm.', call('1', '{"a":1}')), tool(result('1', 'one')), user('b')];
      expect(sanitize(history, false)).toEqual([
        saidBy('user', 'a'),
        saidBy('assistant', 'Hm.\n[tool call: list_cards({"a":1})]'),
        saidBy('user', '[tool result: one]\nb'),
      ]);
    });
  });

  describe('when text was cut through a character', () => {
    it('should send well-formed text', () => {
      expect(sanitize([user('ok \ud83d')])).toEqual([saidBy('user', 'ok \ufffd')]);
    });
  });
});
