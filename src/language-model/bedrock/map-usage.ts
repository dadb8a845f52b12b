import { type TokenUsage as BedrockUsage } from '@aws-sdk/client-bedrock-runtime';
import { type TokenUsage } from '../language-model';

/**
 * Counts cached input as input, once. Bedrock's `inputTokens` leave cached tokens out, but some models put them in, so
 * the total is asked first: it tells the two apart, unless it leaves the cache out itself.
 */
export function mapUsage(usage: BedrockUsage): TokenUsage {
  const uncached = usage.inputTokens ?? 0;
  const outputTokens = usage.outputTokens ?? 0;
  const cachedInputTokens = usage.cacheReadInputTokens ?? 0;
  const cached = cachedInputTokens + (usage.cacheWriteInputTokens ?? 0);
  const byTotal = (usage.totalTokens ?? 0) - outputTokens;
  const isPlausible = byTotal >= Math.max(uncached, cached) && byTotal <= uncached + cached;
  return { inputTokens: isPlausible ? byTotal : uncached + cached, outputTokens, cachedInputTokens };
}
