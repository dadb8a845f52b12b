import { type LanguageModelRequest } from '../language-model';
import { toConverseRequest } from './to-converse-request';

const NOVA = 'us.amazon.nova-lite-v1:0';
const CLAUDE = 'anthropic.claude-haiku-4-5-20251001-v1:0';

function aRequest(overrides: Partial<LanguageModelRequest> = {}): Omit<LanguageModelRequest, 'signal'> {
  return { system: 'Be brief.', messages: [{ role: 'user', text: 'Hello' }], tools: [], sampling: {}, ...overrides };
}

const tools = [{ name: 'block-card', description: 'Blocks a card.', inputSchema: { type: 'object', properties: {} } }];

describe(toConverseRequest.name, () => {
  it('should send no more than needed', () => {
    expect(toConverseRequest(aRequest(), NOVA).input).toEqual({
      modelId: NOVA,
      system: [{ text: 'Be brief.' }],
      messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
      inferenceConfig: { maxTokens: 400 },
    });
  });

  it('should tell the end users apart', () => {
    expect(toConverseRequest(aRequest({ endUser: 'Zm9v_-1' }), NOVA).input.requestMetadata).toEqual({
      end_user: 'Zm9v_-1',
    });
  });

  it('should leave out a blank system prompt', () => {
    expect(toConverseRequest(aRequest({ system: ' \n' }), NOVA).input).not.toHaveProperty('system');
  });

  describe('when a Nova is offered tools', () => {
    it('should decode greedily, unless the caller chose a temperature', () => {
      const { input } = toConverseRequest(aRequest({ tools }), NOVA);
      expect(input.inferenceConfig?.temperature).toBe(0);
      expect(input.additionalModelRequestFields).toEqual({ inferenceConfig: { topK: 1 } });
      const chosen = toConverseRequest(aRequest({ tools, sampling: { temperature: 0.3 } }), NOVA).input;
      expect(chosen.inferenceConfig?.temperature).toBe(0.3);
    });

    it('should use one alias for a tool, on offer and in history, and map it back', () => {
      const messages = [
        { role: 'assistant', text: '', toolCalls: [{ id: '1', name: 'block-card', inputJson: '{}' }] },
      ] as const;
      const { input, toolNames } = toConverseRequest(aRequest({ tools, messages }), NOVA);
      expect(input.toolConfig?.tools?.[0]?.toolSpec?.name).toBe('block_card');
      expect(input.messages?.[1]?.content?.[0]?.toolUse?.name).toBe('block_card');
      expect(toolNames.forCaller('block_card')).toBe('block-card');
    });
  });

  describe('when another model is offered tools', () => {
    it('should leave its sampling and its names alone', () => {
      const { input } = toConverseRequest(aRequest({ tools }), CLAUDE);
      expect(input.inferenceConfig).toEqual({ maxTokens: 400 });
      expect(input).not.toHaveProperty('additionalModelRequestFields');
      expect(input.toolConfig?.tools?.[0]?.toolSpec?.name).toBe('block-card');
    });
  });

  it.each([
    ['amazon.nova-micro-v1:0', true],
    ['global.amazon.nova-2-lite-v1:0', true],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0', true],
    ['arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0', true],
    ['amazon.titan-text-express-v1', false],
    ['meta.llama4-scout-17b-instruct-v1:0', false],
  ])('should treat %s as a Nova: %s', (modelId, nova) => {
    const { input } = toConverseRequest(aRequest({ tools }), modelId);
    expect(input.additionalModelRequestFields !== undefined).toBe(nova);
  });
});
