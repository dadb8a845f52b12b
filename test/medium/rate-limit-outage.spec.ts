import { Logger } from '@nestjs/common';
import { Clock } from '../../src/common/clock';
import { RedisConnection } from '../../src/common/redis/redis-connection';
import { type Limits } from '../../src/rate-limit/limits';
import { RateLimiter } from '../../src/rate-limit/rate-limiter';
import { describeWithRedis, PrivateRedis } from '../support/private-redis';
import { waitUntil } from '../support/wait-until';

const DAY_MS = 24 * 60 * 60_000;
const LIMITS: Limits = { requests: 100, callerRequests: 0, tokens: 0, streams: 0, periodMs: DAY_MS };
const REQUEST = { keyId: 'voice', caller: undefined, tokens: undefined, isStream: false };

/** Long enough for a busy machine, and short enough to wait for in a test. */
class TestRedis extends RedisConnection {
  protected override readonly commandTimeoutMs = 2_000;
}

interface Instance {
  readonly redis: RedisConnection;
  readonly limiter: RateLimiter;
}

describeWithRedis(`Outages of Redis, for ${RateLimiter.name}`, () => {
  let server: PrivateRedis;
  let instances: Instance[];
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

  async function startInstance(limits = LIMITS): Promise<Instance> {
    const redis = new TestRedis({ redisUrl: server.url });
    await redis.onModuleInit();
    const instance = { redis, limiter: new RateLimiter({ limits, redis, clock: new Clock() }) };
    instances.push(instance);
    return instance;
  }

  async function countGranted({ limiter }: Instance, count: number): Promise<number> {
    let granted = 0;
    for (let index = 0; index < count; index += 1) {
      const { verdict } = await limiter.take(REQUEST);
      if (verdict.exceeded === undefined) granted += 1;
    }
    return granted;
  }

  async function isShared({ redis }: Instance): Promise<boolean> {
    return (await redis.checkHealth())?.state === 'up';
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
      expect(await instance.redis.checkHealth()).toEqual({
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
    await waitUntil(async () => !(await isShared(instance)));
    await server.restart();
    await waitUntil(() => isShared(instance));
    isOver = true;
    await Promise.all(askers);
    expect(failures).toBe(0);
  });

  it('should grant to each of several instances its share', async () => {
    const [one, two] = [await startInstance(), await startInstance()];
    for (const instance of [one, two, one]) await countGranted(instance, 1);
    await server.kill();
    expect([await countGranted(one, 200), await countGranted(two, 200)]).toEqual([50, 50]);
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
    await waitUntil(async () => (await isShared(one)) && (await isShared(two)));
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
    expect(await isShared(instance)).toBe(false);
    expect(warnings).toHaveBeenCalledTimes(1);
  });

  it('should tell nobody the password', async () => {
    const redis = new RedisConnection({ redisUrl: server.url.replace('//', '//user:a-secret@') });
    instances.push({ redis, limiter: new RateLimiter({ limits: LIMITS, redis, clock: new Clock() }) });
    await redis.onModuleInit();
    expect(JSON.stringify([warnings.mock.calls, notes.mock.calls, await redis.checkHealth()])).not.toContain(
      'a-secret',
    );
    expect(warnings).toHaveBeenCalledTimes(1);
  });
});
