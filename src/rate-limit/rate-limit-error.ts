import { DomainError } from '../common/domain-error';
import { toGoDuration } from './to-go-duration';
import { type Standing, type Verdict, waitMsOf } from './verdict';

/** Nobody knows when a stream ends. */
const STREAM_WAIT_MS = 1_000;

/** A key, or one of its callers, has asked for more than it may have. The message may be shown. */
export class RateLimitExceededError extends DomainError {
  readonly code = 'rate_limit_exceeded';

  constructor(
    /** What there was too much of. */
    readonly unit: 'requests' | 'tokens',
    message: string,
    waitMs: number,
  ) {
    super(`${message} Please try again in ${toGoDuration(waitMs)}.`, { retryAfterSeconds: waitMs / 1_000 });
  }
}

/** @returns `undefined` when nothing stands in the way. */
export function toRefusal(verdict: Verdict, keyId: string): RateLimitExceededError | undefined {
  const { exceeded } = verdict;
  switch (exceeded) {
    case undefined:
      return undefined;
    case 'streams':
      return new RateLimitExceededError(
        'requests',
        `Rate limit reached for API key ${keyId} on concurrent streams: Limit ${verdict.streams}.`,
        STREAM_WAIT_MS,
      );
    case 'requests':
      return refuse('requests', `API key ${keyId} on requests per min (RPM)`, verdict.requests);
    case 'callerRequests':
      return refuse('requests', `this caller on requests per min (RPM)`, verdict.callerRequests);
    case 'tokens':
      return refuse('tokens', `API key ${keyId} on tokens per min (TPM)`, verdict.tokens);
  }
}

function refuse(unit: 'requests' | 'tokens', what: string, standing: Standing): RateLimitExceededError {
  const { limit, taken, cost } = standing;
  const used = `Limit ${limit}, Used ${Math.ceil(taken)}, Requested ${cost}`;
  return new RateLimitExceededError(unit, `Rate limit reached for ${what}: ${used}.`, waitMsOf(standing));
}
