import { toInferenceConfiguration } from './to-inference-configuration';

const NOVA = { modelId: 'amazon.nova-lite-v1:0' };

describe(toInferenceConfiguration.name, () => {
  describe('when the caller says nothing', () => {
    it('should limit the tokens only', () => {
      expect(toInferenceConfiguration({}, NOVA)).toEqual({ maxTokens: 400 });
    });

    it('should use the default temperature', () => {
      expect(toInferenceConfiguration({}, { ...NOVA, defaultTemperature: 0 })).toEqual({
        maxTokens: 400,
        temperature: 0,
      });
    });
  });

  it('should cut what Bedrock would refuse', () => {
    const configuration = toInferenceConfiguration(
      { temperature: 1.7, topP: 1.2, maxTokens: 0.4, stopSequences: ['', 'a', 'b', 'a', 'c', 'd', 'e'] },
      { ...NOVA, defaultTemperature: 0 },
    );
    expect(configuration).toEqual({ temperature: 1, topP: 1, maxTokens: 1, stopSequences: ['a', 'b', 'c', 'd'] });
  });

  it('should omit stop sequences when only empty ones were sent', () => {
    expect(toInferenceConfiguration({ stopSequences: [''] }, NOVA)).toEqual({ maxTokens: 400 });
  });

  it('should send Claude a temperature or a top p, not both', () => {
    const claude = { modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0' };
    expect(toInferenceConfiguration({ temperature: 0.5, topP: 0.9 }, claude)).toEqual({
      maxTokens: 400,
      temperature: 0.5,
    });
    expect(toInferenceConfiguration({ topP: 0.9 }, claude)).toEqual({ maxTokens: 400, topP: 0.9 });
  });
});
