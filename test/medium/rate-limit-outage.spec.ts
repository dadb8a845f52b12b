import { Logger } from '@nestjs/common';
import { RedisConnection } from '../../src/common/redis/redis-connection';
import { type Limits } from '../../src/rate-limit/limits';
import { RateLimiter } from '../../src/rate-limit/rate-limiter';
import {
  isShared,
  type LimiterInstance,
  startLimiter,
  TestRedis,
  waitUntilAcquainted,
} from '../factories/limiter.factory';
import { describeWithRedis, PrivateRedis } from '../support/private-redis';
import { waitUntil } from '../support/wait-until';

const DAY_MS = 24 * 60 * 60_000;
const LIMITS: Limits = { requests: 100, callerRequests: 0, tokens: 0, streams: 0, periodMs: DAY_MS };
const REQUEST = { keyId: 'voice', caller: undefined, tokens: undefined, isStream: false };

describeWithRedis(`Outages of Redis, for ${RateLimiter.name}`, () => {
  let server: PrivateRedis;
  let instances: LimiterInstance[];
  let warnings: jest.SpyInstance;
  let notes: jest.SpyInstance;

  beforeEach(async () => {
    server = await PrivateRedis.start();
    instances = [];
    warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    notes = jest.spyOn(Logger.prototype, 'log').mockImplementation();
  });

  afterEach(async () => {
    for (const { redis } of instances) redis.onApplicationShutdown();
    await server.remove();
    jest.restoreAllMocks();
  });

  async function startInstance(limits = LIMITS, assumedInstances = 1): Promise<LimiterInstance> {
    const redis = new TestRedis({ redisUrl: server.url });
    const instance = await startLimiter(redis, { limits, assumedInstances });
    instances.push(instance);
    return instance;
  }

  async function countGranted({ limiter }: LimiterInstance, count: number, keyId = 'voice'): Promise<number> {
    let granted = 0;
    for (let index = 0; index < count; index += 1) {
      const { verdict } = await limiter.take({ ...REQUEST, keyId });
      if (verdict.exceeded === undefined) granted += 1;
    }
    return granted;
  }

  it.each<[string, (redis: PrivateRedis) => Promise<void> | void]>([
    ['is killed', (redis) => redis.kill()],
    [
      'is frozen',
      (redis) => {
        redis.freeze();
      },
    ],
  ])(
    'should go on in the middle of a run when it %s, within the limit once more and no further',
    async (_what, fail) => {
      const instance = await startInstance();
      expect(await countGranted(instance, 70)).toBe(70);
      await fail(server);
      // Hundreds of requests would take minutes if each of them waited.
      expect(await countGranted(instance, 2_000)).toBe(100);
      expect(warnings).toHaveBeenCalledTimes(1);
      expect(instance.redis.checkHealth()).toEqual({
        state: 'down',
        detail: expect.stringContaining('does not answer') as string,
      });
    },
  );

  it('should not be noticed by those who ask while it goes away', async () => {
    const instance = await startInstance({ ...LIMITS, requests: 1_000_000 });
    let failures = 0;
    let isOver = false;
    const askers = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        await instance.limiter.take(REQUEST).catch(() => (failures += 1));
        await new Promise(setImmediate);
      }
    });
    await server.kill();
    await waitUntil(() => !isShared(instance));
    await server.restart();
    await waitUntil(() => isShared(instance));
    isOver = true;
    await Promise.all(askers);
    expect(failures).toBe(0);
  });

  it.each([2, 3, 4])(
    'should grant to each of %s instances its share, of a key that it has never seen too',
    async (count) => {
      const all: LimiterInstance[] = [];
      for (let index = 0; index < count; index += 1) all.push(await startInstance());
      await waitUntilAcquainted(server, count);
      await server.kill();
      for (const keyId of ['voice', 'web']) {
        const granted: number[] = [];
        for (const instance of all) granted.push(await countGranted(instance, 110, keyId));
        expect(granted).toEqual(all.map(() => Math.ceil(100 / count)));
      }
    },
  );

  it('should still know how many there are when they come back one after another', async () => {
    const [one, two] = [await startInstance(), await startInstance()];
    await waitUntilAcquainted(server, 2);
    two.redis.onApplicationShutdown();
    await server.kill();
    await server.restart();
    await waitUntil(() => isShared(one));
    await server.kill();
    expect(await countGranted(one, 110)).toBe(50);
  });

  it('should grant a share when it starts without it, and cannot ask how many there are', async () => {
    await server.kill();
    const instance = await startInstance(LIMITS, 4);
    expect(await countGranted(instance, 110)).toBe(25);
  });

  it.each<[string, (redis: PrivateRedis) => Promise<void> | void, (redis: PrivateRedis) => Promise<void> | void]>([
    ['killed and started again', (redis) => redis.kill(), (redis) => redis.restart()],
    [
      'frozen and goes on',
      (redis) => {
        redis.freeze();
      },
      (redis) => {
        redis.thaw();
      },
    ],
  ])('should count together again once it was %s, and say so once', async (_what, fail, recover) => {
    const [one, two] = [await startInstance(), await startInstance()];
    await fail(server);
    for (const instance of [one, two]) await countGranted(instance, 10);
    await recover(server);
    await waitUntil(() => isShared(one) && isShared(two));
    await server.run((redis) => redis.flushall());
    expect((await countGranted(one, 60)) + (await countGranted(two, 60))).toBe(100);
    expect(warnings).toHaveBeenCalledTimes(2);
    expect(notes.mock.calls.filter(([line]) => String(line).endsWith('answers again'))).toHaveLength(2);
  });

  it('should start without it, and use it once it is there', async () => {
    await server.kill();
    const instance = await startInstance();
    expect(await countGranted(instance, 200)).toBe(100);
    expect(warnings).toHaveBeenCalledTimes(1);
    await server.restart();
    await waitUntil(() => isShared(instance));
    expect(await countGranted(instance, 200)).toBe(100);
  });

  it('should do the same when it answers and takes nothing', async () => {
    const instance = await startInstance();
    await server.run((redis) => redis.config('SET', 'maxmemory', '1'));
    expect(await countGranted(instance, 200)).toBe(100);
    await waitUntil(() => !isShared(instance));
    expect(warnings).toHaveBeenCalledTimes(1);
  });

  it('should tell nobody the password', async () => {
    const redis = new RedisConnection({ redisUrl: server.url.replace('//', '//user:a-secret@') });
    instances.push(await startLimiter(redis, { limits: LIMITS }));
    expect(JSON.stringify([warnings.mock.calls, notes.mock.calls, redis.checkHealth()])).not.toContain('a-secret');
    expect(warnings).toHaveBeenCalledTimes(1);
  });
});
