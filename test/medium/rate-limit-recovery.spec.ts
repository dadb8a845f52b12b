import { Logger } from '@nestjs/common';
import { type RedisConnection } from '../../src/common/redis/redis-connection';
import { type Limits } from '../../src/rate-limit/limits';
import { type Grant, RateLimiter } from '../../src/rate-limit/rate-limiter';
import { isShared, startLimiter, TestRedis } from '../factories/limiter.factory';
import { describeWithRedis, PrivateRedis } from '../support/private-redis';
import { waitUntil } from '../support/wait-until';

const DAY_MS = 24 * 60 * 60_000;
const LIMITS: Limits = { requests: 100, callerRequests: 0, tokens: 1_000, streams: 1, periodMs: DAY_MS };
const STREAM = { keyId: 'voice', caller: undefined, tokens: 400, isStream: true };
const STREAMS = 'tellerline:limit:voice:streams';

/** Gives up soon, so that Redis is back before its connection counts as dead. */
class HastyRedis extends TestRedis {
  protected override readonly commandTimeoutMs = 300;
}

describeWithRedis(`Recovery from outages of Redis, for ${RateLimiter.name}`, () => {
  let server: PrivateRedis;
  let redis: RedisConnection;
  let limiter: RateLimiter;

  beforeEach(async () => {
    Logger.overrideLogger(['fatal']);
    server = await PrivateRedis.start();
    await start(new HastyRedis({ redisUrl: server.url }));
  });

  afterEach(async () => {
    redis.onApplicationShutdown();
    await server.remove();
  });

  async function start(connection: RedisConnection): Promise<void> {
    ({ redis, limiter } = await startLimiter(connection, { limits: LIMITS }));
    await waitUntil(isUp);
  }

  function isUp(): boolean {
    return isShared({ redis, limiter });
  }

  async function recover(): Promise<void> {
    server.thaw();
    await waitUntil(isUp);
  }

  function countStreams(): Promise<number> {
    return server.run((client) => client.zcard(STREAMS));
  }

  /** What is missing from a bucket; nothing that shows fills up while a test runs. */
  function readTaken(bucket: 'requests' | 'tokens'): Promise<number> {
    return server.run(async (client) =>
      Math.round(Number.parseFloat((await client.get(`tellerline:limit:voice:${bucket}`)) ?? '')),
    );
  }

  async function take(): Promise<Grant> {
    const grant = await limiter.take(STREAM);
    expect(grant.verdict.exceeded).toBeUndefined();
    return grant;
  }

  it('should free the place of a stream that Redis granted when nobody listened any more', async () => {
    server.freeze();
    const { settle } = await take();
    settle(undefined);
    expect(isUp()).toBe(false);
    await recover();
    // It was carried out all the same.
    expect(await readTaken('requests')).toBe(1);
    expect(await countStreams()).toBe(0);
    await take();
  });

  it('should count a stream in Redis that was granted without it, as long as it is open', async () => {
    server.freeze();
    const { settle } = await take();
    await recover();
    expect(await countStreams()).toBe(1);
    expect((await limiter.take(STREAM)).verdict.exceeded).toBe('streams');
    settle(undefined);
    await waitUntil(async () => (await countStreams()) === 0);
  });

  it('should make up for a stream that ended while Redis was away', async () => {
    const { settle } = await take();
    expect(await countStreams()).toBe(1);
    server.freeze();
    await limiter.take({ ...STREAM, tokens: undefined, isStream: false });
    expect(isUp()).toBe(false);
    settle(150);
    await recover();
    expect(await countStreams()).toBe(0);
    expect(await readTaken('tokens')).toBe(150);
  });

  it('should keep the place of a stream that goes on meanwhile', async () => {
    const { settle } = await take();
    server.freeze();
    await limiter.take({ ...STREAM, isStream: false });
    await recover();
    expect(await countStreams()).toBe(1);
    settle(undefined);
    await waitUntil(async () => (await countStreams()) === 0);
  });

  it('should count the streams that are open in a Redis that has forgotten everything', async () => {
    await take();
    await server.kill();
    await waitUntil(() => !isUp());
    await server.restart();
    await waitUntil(isUp);
    expect(await countStreams()).toBe(1);
  });

  it('should keep the place of a stream however long it takes', async () => {
    await take();
    const readDue = (): Promise<number> =>
      server.run(async (client) => Number((await client.zrange(STREAMS, '0', '-1', 'WITHSCORES'))[1]));
    const due = await readDue();
    await waitUntil(async () => (await readDue()) > due);
    expect(await countStreams()).toBe(1);
  });
});
