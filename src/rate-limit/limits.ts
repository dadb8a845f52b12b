import { type RateLimitSettings } from '../config/app-config';

/** What one key, and one caller of it, may ask for; 0 where there is no such limit. */
export interface Limits {
  readonly requests: number;
  readonly callerRequests: number;
  readonly tokens: number;
  readonly streams: number;
  /** The time in which a bucket that was emptied is full again. */
  readonly periodMs: number;
}

const MINUTE_MS = 60_000;

export function toLimits(settings: RateLimitSettings): Limits {
  return {
    requests: settings.requestsPerMinute,
    callerRequests: settings.callerRequestsPerMinute,
    tokens: settings.tokensPerMinute,
    streams: settings.concurrentStreams,
    periodMs: MINUTE_MS,
  };
}

/** What one of several instances may grant, so that all together grant about what they may. */
export function shareAmong(limits: Limits, instances: number): Limits {
  const share = (limit: number): number => Math.ceil(limit / Math.max(1, instances));
  return {
    ...limits,
    requests: share(limits.requests),
    callerRequests: share(limits.callerRequests),
    tokens: share(limits.tokens),
    streams: share(limits.streams),
  };
}
