import { mapUsage } from './map-usage';

describe(mapUsage.name, () => {
  describe('when nothing was cached', () => {
    it('should report the counts as they are', () => {
      const usage = mapUsage({ inputTokens: 100, outputTokens: 20, totalTokens: 120 });
      expect(usage).toEqual({ inputTokens: 100, outputTokens: 20, cachedInputTokens: 0 });
    });
  });

  describe('when the input count leaves cached tokens out', () => {
    const cached = { inputTokens: 10, outputTokens: 20, cacheReadInputTokens: 70, cacheWriteInputTokens: 30 };

    it.each([130, 30, undefined])('should add them once, with a total of %s', (totalTokens) => {
      const usage = mapUsage({ ...cached, totalTokens });
      expect(usage).toEqual({ inputTokens: 110, outputTokens: 20, cachedInputTokens: 70 });
    });
  });

  describe('when the input count includes cached tokens', () => {
    it('should not count them twice', () => {
      const usage = mapUsage({ inputTokens: 100, outputTokens: 20, totalTokens: 120, cacheReadInputTokens: 70 });
      expect(usage).toEqual({ inputTokens: 100, outputTokens: 20, cachedInputTokens: 70 });
    });
  });

  describe('when counts are missing', () => {
    it('should take them as zero', () => {
      const usage = mapUsage({ inputTokens: undefined, outputTokens: undefined, totalTokens: undefined });
      expect(usage).toEqual({ inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 });
    });
  });
});
