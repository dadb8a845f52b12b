import { AppConfig, type ParameterMode } from '../../config/app-config';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { OpenAiError } from '../errors/openai-error';
import { ParameterRulesPipe } from './parameter-rules.pipe';

const HI = { messages: [{ role: 'user', content: 'Hello' }] } as const;

function check(parameterMode: ParameterMode, fields: Partial<CreateChatCompletionDto>): CreateChatCompletionDto {
  const config = Object.assign(new AppConfig(), { parameterMode });
  return new ParameterRulesPipe(config).transform({ ...HI, ...fields });
}

function paramRefused(...input: Parameters<typeof check>): string | null | undefined {
  try {
    check(...input);
  } catch (error) {
    if (error instanceof OpenAiError) return error.body.error.param;
    throw error;
  }
  throw new Error('The request was accepted.');
}

describe(ParameterRulesPipe.name, () => {
  describe('when it has nothing special to keep to', () => {
    it('should hand on what can be answered', () => {
      const fields = { n: 1, metadata: { turns: 2 } };
      expect(check('default', fields)).toEqual({ ...HI, ...fields });
    });

    it('should refuse the first thing that cannot', () => {
      expect(paramRefused('default', { store: true, n: 2 })).toBe('n');
    });
  });

  describe('when it is strict', () => {
    it('should look at metadata first', () => {
      expect(paramRefused('strict', { metadata: { turns: 2 }, n: 2 })).toBe('metadata.turns');
      expect(paramRefused('strict', { metadata: { turns: '2' }, n: 2 })).toBe('n');
    });
  });

  describe('when it is lenient', () => {
    it('should leave out what it cannot do, and nothing else', () => {
      const fields = { n: 2, store: true, max_tokens: 0, stream_options: {}, temperature: 1, user: 'u' };
      expect(check('lenient', fields)).toEqual({ ...HI, temperature: 1, user: 'u' });
    });

    it('should leave out what has lost its meaning by that', () => {
      const custom = { type: 'custom', custom: { name: 'c' } } as const;
      expect(check('lenient', { tools: [custom, custom], tool_choice: 'required' })).toEqual({ ...HI, tools: [] });
    });

    it('should keep the functions whose parameters it leaves out', () => {
      const named = (name: string, parameters: object): object => ({
        type: 'function',
        function: { name, parameters, strict: true },
      });
      const closed = { type: 'object', properties: {}, additionalProperties: false };
      const tools = [{ type: 'custom', custom: { name: 'c' } }, named('a', { foo: 'bar' }), named('b', closed)];
      expect(check('lenient', { tools } as Partial<CreateChatCompletionDto>)).toEqual({
        ...HI,
        tools: [{ type: 'function', function: { name: 'a' } }, named('b', closed)],
      });
    });

    it('should take any order of messages as it is', () => {
      const messages = [{ role: 'tool', tool_call_id: 'a', content: 'r' }] as const;
      expect(check('lenient', { messages })).toEqual({ messages });
    });

    it('should refuse what would change the question itself', () => {
      const content = [{ type: 'file', file: {} }] as const;
      expect(paramRefused('lenient', { messages: [{ role: 'user', content }] })).toBe('messages[0].content[0].type');
    });
  });
});
