import { type ConfigError, readConfig } from './read-config';
import { readRateLimits } from './read-rate-limits';
import { readRedisUrl } from './read-redis-url';

const PASSCODE_SECRET = 'an example of thirty-two letters';

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}

describe(readRateLimits.name, () => {
  it('should have limits that no telephone system meets, unless told otherwise', () => {
    expect(readConfig({}).rateLimits).toEqual({
      requestsPerMinute: 6_000,
      tokensPerMinute: 10_000_000,
      callerRequestsPerMinute: 300,
      concurrentStreams: 500,
    });
  });

  it('should take what is set, and 0 for none', () => {
    const { rateLimits } = readConfig({
      RATE_LIMIT_REQUESTS_PER_MINUTE: '60',
      RATE_LIMIT_TOKENS_PER_MINUTE: '0',
      RATE_LIMIT_CALLER_REQUESTS_PER_MINUTE: '12',
      MAX_CONCURRENT_STREAMS: '4',
    });
    expect(rateLimits).toEqual({
      requestsPerMinute: 60,
      tokensPerMinute: 0,
      callerRequestsPerMinute: 12,
      concurrentStreams: 4,
    });
  });

  it.each([
    'RATE_LIMIT_REQUESTS_PER_MINUTE',
    'RATE_LIMIT_TOKENS_PER_MINUTE',
    'RATE_LIMIT_CALLER_REQUESTS_PER_MINUTE',
    'MAX_CONCURRENT_STREAMS',
  ])('should refuse a %s that is no number of its kind', (name) => {
    for (const value of ['-1', '1.5', 'none', '9999999999']) {
      expect(problemsOf({ [name]: value })).toEqual([
        expect.stringContaining(`${name} is "${value}"; it must be a whole number from 0 to `),
      ]);
    }
  });
});

describe(readRedisUrl.name, () => {
  it.each(['redis://127.0.0.1:6379', 'rediss://user:secret@redis.example:6380/2', 'redis://[::1]'])(
    'should take %s',
    (url) => {
      expect(readConfig({ REDIS_URL: url, PASSCODE_SECRET }).redisUrl).toBe(url);
    },
  );

  it('should do without', () => {
    expect(readConfig({}).redisUrl).toBeUndefined();
    expect(readConfig({ REDIS_URL: '' }).redisUrl).toBeUndefined();
  });

  it.each(['127.0.0.1:6379', 'http://:secret@redis.example', 'redis://', 'secret'])(
    'should refuse %s, without repeating it',
    (url) => {
      expect(problemsOf({ REDIS_URL: url, PASSCODE_SECRET })).toEqual([
        'REDIS_URL must start with redis:// or rediss:// and name a host.',
      ]);
    },
  );
});
