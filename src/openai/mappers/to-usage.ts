import type { CompletionUsage } from 'openai/resources/completions';
import { type TurnUsage } from '../../agent/agent-event';

export function toUsage({ inputTokens, outputTokens, cachedInputTokens }: TurnUsage): CompletionUsage {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedInputTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
