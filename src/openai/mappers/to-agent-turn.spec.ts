import { TurnClock } from '../../common/turn-clock';
import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { toAgentTurn } from './to-agent-turn';

const request = { requestId: 'req_1', signal: new AbortController().signal, clock: new TurnClock() };
const scope = { ...request, access: { keyId: 'voice', tenant: 'acme', scopes: ['chat'] as const } };
const HI: ChatMessageDto = { role: 'user', content: 'Hello' };

function mapMessages(...messages: readonly ChatMessageDto[]): ReturnType<typeof toAgentTurn>['messages'] {
  return toAgentTurn({ messages }, scope).messages;
}

function mapSampling(fields: Partial<CreateChatCompletionDto>): ReturnType<typeof toAgentTurn>['sampling'] {
  return toAgentTurn({ messages: [HI], ...fields }, scope).sampling;
}

describe(toAgentTurn.name, () => {
  it('should carry the id, the signal and the clock of the request, and what its key may do', () => {
    expect(toAgentTurn({ messages: [HI] }, scope)).toEqual({
      messages: [{ role: 'user', text: 'Hello' }],
      sampling: {},
      mayAssertCaller: false,
      actor: 'caller',
      conversationOwner: 'acme/claimed',
      ...request,
    });
  });

  describe('when it maps messages', () => {
    it.each<[ChatMessageDto, object]>([
      [
        { role: 'system', content: 'Be brief.' },
        { role: 'system', text: 'Be brief.' },
      ],
      [
        { role: 'developer', content: 'Be brief.' },
        { role: 'system', text: 'Be brief.' },
      ],
      [HI, { role: 'user', text: 'Hello' }],
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hello' },
            { type: 'text', text: 'there' },
          ],
        },
        { role: 'user', text: 'Hello\nthere' },
      ],
      [
        { role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] },
        { role: 'assistant', text: 'No.', toolCalls: [] },
      ],
      [
        { role: 'assistant', content: 'Hi', tool_calls: null, function_call: null },
        { role: 'assistant', text: 'Hi', toolCalls: [] },
      ],
      [
        { role: 'tool', content: 'Rain', tool_call_id: 'call_1' },
        { role: 'tool', toolCallId: 'call_1', text: 'Rain' },
      ],
      [
        { role: 'function', content: null, name: 'weather' },
        { role: 'tool', toolCallId: 'function_weather', text: '' },
      ],
    ])('should map %j', (message, expected) => {
      expect(mapMessages(message)).toEqual([expected]);
    });

    it.each([null, '', undefined])('should take content %p beside tool calls for silence', (content) => {
      const call = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"a":1}' } } as const;
      const message = { role: 'assistant', tool_calls: [call], ...(content === undefined ? {} : { content }) } as const;
      expect(mapMessages(message)).toEqual([
        { role: 'assistant', text: '', toolCalls: [{ id: 'call_1', name: 'weather', inputJson: '{"a":1}' }] },
      ]);
    });

    it('should let the result of an old function call find its call', () => {
      const [call, result] = mapMessages(
        { role: 'assistant', function_call: { name: 'weather', arguments: '{}' } },
        { role: 'function', name: 'weather', content: 'Rain' },
      );
      const id = 'function_weather';
      expect(call).toMatchObject({ toolCalls: [{ id, name: 'weather', inputJson: '{}' }] });
      expect(result).toMatchObject({ toolCallId: id });
    });

    it('should keep one entry for each message, so that an index means the same on both sides', () => {
      const messages: ChatMessageDto[] = [{ role: 'system', content: '' }, HI, { role: 'assistant', content: '' }, HI];
      expect(mapMessages(...messages).map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    });
  });

  describe('when it maps the sampling', () => {
    it.each<[Partial<CreateChatCompletionDto>, object]>([
      [{ temperature: 0 }, { temperature: 0 }],
      [{ top_p: 0 }, { topP: 0 }],
      [{ max_tokens: 5 }, { maxTokens: 5 }],
      [{ max_completion_tokens: 7 }, { maxTokens: 7 }],
      [{ max_tokens: 5, max_completion_tokens: 7 }, { maxTokens: 7 }],
      [{ max_tokens: 5, max_completion_tokens: null }, { maxTokens: 5 }],
      [{ stop: 'END' }, { stopSequences: ['END'] }],
      [{ stop: ['a', 'b'] }, { stopSequences: ['a', 'b'] }],
      [{ temperature: null, top_p: null, max_tokens: null, stop: null }, {}],
      [{ model: 'gpt-4o', user: 'u', stream: true, metadata: { a: 1 } }, {}],
    ])('should map %j', (fields, expected) => {
      expect(mapSampling(fields)).toStrictEqual(expected);
    });
  });
});
