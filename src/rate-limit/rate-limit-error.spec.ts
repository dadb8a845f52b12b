import { mapDomainError } from '../openai/errors/map-domain-error';
import { toRefusal } from './rate-limit-error';
import { type LimitName, type Standing, type Verdict } from './verdict';

const EMPTY: Standing = { limit: 0, cost: 0, taken: 0, periodMs: 60_000 };

function verdict(exceeded: LimitName, standing: Partial<Standing> = {}): Verdict {
  const stood = { ...EMPTY, ...standing };
  return {
    requests: EMPTY,
    callerRequests: EMPTY,
    tokens: EMPTY,
    streams: 0,
    exceeded,
    [exceeded]: exceeded === 'streams' ? stood.limit : stood,
  };
}

describe(toRefusal.name, () => {
  it.each<[LimitName, Partial<Standing>, object]>([
    [
      'requests',
      { limit: 60, taken: 59.5, cost: 1 },
      {
        type: 'requests',
        message:
          'Rate limit reached for API key voice on requests per min (RPM): Limit 60, Used 60, Requested 1. Please try again in 500ms.',
      },
    ],
    [
      'callerRequests',
      { limit: 6, taken: 6, cost: 1 },
      {
        type: 'requests',
        message:
          'Rate limit reached for this caller on requests per min (RPM): Limit 6, Used 6, Requested 1. Please try again in 10s.',
      },
    ],
    [
      'tokens',
      { limit: 200_000, taken: 199_000, cost: 6_247 },
      {
        type: 'tokens',
        message:
          'Rate limit reached for API key voice on tokens per min (TPM): Limit 200000, Used 199000, Requested 6247. Please try again in 1.575s.',
      },
    ],
    [
      'streams',
      { limit: 500 },
      {
        type: 'requests',
        message: 'Rate limit reached for API key voice on concurrent streams: Limit 500. Please try again in 1s.',
      },
    ],
  ])('should tell of too many %s as OpenAI does', (exceeded, standing, expected) => {
    const refusal = toRefusal(verdict(exceeded, standing), 'voice');
    if (refusal === undefined) throw new Error('Nothing stood in the way.');
    const error = mapDomainError(refusal);
    expect(error?.body.error).toEqual({ param: null, code: 'rate_limit_exceeded', ...expected });
    expect(error?.body.error.message).not.toMatch(/quota|billing/i);
  });

  it.each([
    [{ limit: 60, taken: 60, cost: 1 }, 1],
    [{ limit: 60, taken: 61.2, cost: 1 }, 3],
    [{ limit: 60, taken: 600, cost: 60 }, 60],
  ])('should ask for a wait of whole seconds, one minute at most: %j', (standing, seconds) => {
    const refusal = toRefusal(verdict('tokens', standing), 'voice');
    expect(refusal === undefined ? undefined : mapDomainError(refusal)).toMatchObject({
      status: 429,
      retryAfterSeconds: seconds,
    });
  });
});
