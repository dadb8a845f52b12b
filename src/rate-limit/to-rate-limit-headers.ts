import { toGoDuration } from './to-go-duration';
import { remainingOf, resetMsOf, type Standing, type Verdict } from './verdict';

export type RateLimitHeaders = Readonly<Record<string, string>>;

/** How the key stands, in OpenAI's headers. What has no limit has none. */
export function toRateLimitHeaders({ requests, tokens }: Verdict): RateLimitHeaders {
  return { ...describe('requests', requests), ...describe('tokens', tokens) };
}

function describe(unit: 'requests' | 'tokens', standing: Standing): RateLimitHeaders {
  if (standing.limit === 0) return {};
  return {
    [`x-ratelimit-limit-${unit}`]: String(standing.limit),
    [`x-ratelimit-remaining-${unit}`]: String(remainingOf(standing)),
    [`x-ratelimit-reset-${unit}`]: toGoDuration(resetMsOf(standing)),
  };
}
