import { type RateLimitSettings } from './app-config';

interface NumberSetting {
  readonly fallback: number;
  readonly minimum: number;
  readonly maximum: number;
}

type ReadNumber = (name: string, setting: NumberSetting) => number;

/** Far above what a hundred calls at once need, and far below what would hurt the bank or its bill for long. */
const DEFAULT_REQUESTS = 6_000;
const DEFAULT_TOKENS = 10_000_000;
/** A platform may send each word of a caller as a request of its own, several times a second. */
const DEFAULT_CALLER_REQUESTS = 300;
const DEFAULT_STREAMS = 500;

const MAX_REQUESTS = 1_000_000;
const MAX_TOKENS = 999_999_999;
const MAX_STREAMS = 100_000;

/** 0 switches a limit off. */
export function readRateLimits(readNumber: ReadNumber): RateLimitSettings {
  const read = (name: string, fallback: number, maximum: number): number =>
    readNumber(name, { fallback, minimum: 0, maximum });
  return Object.freeze({
    requestsPerMinute: read('RATE_LIMIT_REQUESTS_PER_MINUTE', DEFAULT_REQUESTS, MAX_REQUESTS),
    tokensPerMinute: read('RATE_LIMIT_TOKENS_PER_MINUTE', DEFAULT_TOKENS, MAX_TOKENS),
    callerRequestsPerMinute: read('RATE_LIMIT_CALLER_REQUESTS_PER_MINUTE', DEFAULT_CALLER_REQUESTS, MAX_REQUESTS),
    concurrentStreams: read('MAX_CONCURRENT_STREAMS', DEFAULT_STREAMS, MAX_STREAMS),
  });
}
