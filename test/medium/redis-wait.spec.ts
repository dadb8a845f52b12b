import { Logger } from '@nestjs/common';
import { Clock } from '../../src/common/clock';
import * as inTimeFile from '../../src/common/redis/in-time';
import { RedisConnection } from '../../src/common/redis/redis-connection';
import { type Limits } from '../../src/rate-limit/limits';
import { type RateLimiter } from '../../src/rate-limit/rate-limiter';
import { ResponseCache } from '../../src/response-cache/response-cache';
import { startLimiter } from '../factories/limiter.factory';
import { describeWithRedis, PrivateRedis } from '../support/private-redis';
import { waitUntil } from '../support/wait-until';

const MOST_ADDED_MS = 100;
const LIMITS: Limits = { requests: 1_000, callerRequests: 0, tokens: 0, streams: 10, periodMs: 60_000 };
const REQUEST = { keyId: 'voice', caller: undefined, tokens: undefined, isStream: true };

describeWithRedis(`What a request waits for ${RedisConnection.name}, with the time that it has by itself`, () => {
  let server: PrivateRedis;
  let redis: RedisConnection;
  let limiter: RateLimiter;
  let cache: ResponseCache;
  let waits: jest.SpyInstance<Promise<unknown>, [Promise<unknown>, number]>;

  beforeEach(async () => {
    Logger.overrideLogger(['fatal']);
    server = await PrivateRedis.start();
    ({ redis, limiter } = await startLimiter(new RedisConnection({ redisUrl: server.url }), { limits: LIMITS }));
    cache = new ResponseCache({ responseCacheTtlSeconds: 60 }, redis, new Clock());
    await waitUntil(isUp);
    waits = jest.spyOn(inTimeFile, 'inTime');
  });

  afterEach(async () => {
    waits.mockRestore();
    redis.onApplicationShutdown();
    await server.remove();
  });

  function isUp(): boolean {
    return redis.checkHealth()?.state === 'up';
  }

  /** The bounds of all that was waited for since it was asked last. */
  function readBounds(): readonly number[] {
    const bounds = waits.mock.calls.map(([, limitMs]) => limitMs);
    waits.mockClear();
    return bounds;
  }

  function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
  }

  it('should be one command when Redis has fallen silent, and nothing from then on', async () => {
    server.freeze();
    const { verdict, settle } = await limiter.take(REQUEST);
    expect(verdict.exceeded).toBeUndefined();
    expect(await cache.find('question')).toBeUndefined();
    settle(undefined);
    const bounds = readBounds();
    expect(bounds).toHaveLength(1);
    expect(sum(bounds)).toBeLessThanOrEqual(MOST_ADDED_MS);
    for (let index = 0; index < 200; index += 1) (await limiter.take(REQUEST)).settle(undefined);
    expect(readBounds()).toEqual([]);
  });

  it('should stay within the bound when Redis falls silent in the middle of it', async () => {
    await limiter.take(REQUEST);
    server.freeze();
    expect(await cache.find('question')).toBeUndefined();
    const bounds = readBounds();
    expect(bounds).toHaveLength(2);
    expect(sum(bounds)).toBeLessThanOrEqual(MOST_ADDED_MS);
    expect(isUp()).toBe(false);
  });

  it('should be no reason to do without Redis when it is the process that is late', async () => {
    const grant = limiter.take(REQUEST);
    const endMs = performance.now() + 500;
    while (performance.now() < endMs);
    expect((await grant).verdict.exceeded).toBeUndefined();
    expect(isUp()).toBe(true);
    expect(await server.run((client) => client.zcard('tellerline:limit:voice:streams'))).toBe(1);
  });
});
