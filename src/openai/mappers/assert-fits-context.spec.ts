import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type AssistantMessageDto } from '../dto/messages/assistant-message.dto';
import { OpenAiError } from '../errors/openai-error';
import { assertFitsContext, MAX_MESSAGE_CHARACTERS } from './assert-fits-context';

const user = (content: string): ChatMessageDto => ({ role: 'user', content });
const called = (json: string): AssistantMessageDto['tool_calls'] => [
  { id: 'call_1', type: 'function', function: { name: 'find', arguments: json } },
];

describe(assertFitsContext.name, () => {
  describe('when the messages have as many characters as they may', () => {
    it('should let them pass', () => {
      expect(() => {
        assertFitsContext([user('a'), user('b'.repeat(MAX_MESSAGE_CHARACTERS - 1))]);
      }).not.toThrow();
    });
  });

  describe('when they have one more', () => {
    const most = user('b'.repeat(MAX_MESSAGE_CHARACTERS));

    it.each<[string, ChatMessageDto]>([
      ['a text', user('a')],
      ['a part of a content', { role: 'user', content: [{ type: 'text', text: 'a' }] }],
      ['a refusal', { role: 'assistant', content: [{ type: 'refusal', refusal: 'a' }] }],
      ['the arguments of a tool call', { role: 'assistant', content: null, tool_calls: called('a') ?? null }],
      ['the arguments of a function call', { role: 'assistant', function_call: { name: 'find', arguments: 'a' } }],
    ])('should refuse them in the words of OpenAI, wherever it stands: in %s', (_where, message) => {
      let thrown: unknown;
      try {
        assertFitsContext([most, message]);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(OpenAiError);
      expect(thrown).toMatchObject({
        status: 400,
        body: {
          error: {
            message:
              "This model's maximum context length is 400000 characters. However, your messages resulted in 400001 " +
              'characters. Please reduce the length of the messages.',
            type: 'invalid_request_error',
            param: 'messages',
            code: 'context_length_exceeded',
          },
        },
      });
    });
  });
});
