import { Logger } from '@nestjs/common';
import { RedisConnection } from '../../src/common/redis/redis-connection';
import { type Limits } from '../../src/rate-limit/limits';
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
const LIMITS: Limits = { requests: 10, callerRequests: 0, tokens: 0, streams: 5, periodMs: DAY_MS };
const STREAM = { caller: undefined, tokens: undefined, isStream: true };
/** All that the service needs, but for the scripts. */
const RIGHTS = ['+@connection', '+@sortedset', '+info', '+time', '+get', '+set', '+del', '+pexpire'];

describeWithRedis(`${RedisConnection.name}, when Redis answers and refuses`, () => {
  let server: PrivateRedis;
  let instances: LimiterInstance[];
  let warnings: jest.SpyInstance;
  let notes: jest.SpyInstance;

  beforeEach(() => {
    instances = [];
    warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    notes = jest.spyOn(Logger.prototype, 'log').mockImplementation();
  });

  afterEach(async () => {
    for (const { redis } of instances) redis.onApplicationShutdown();
    await server.remove();
    jest.restoreAllMocks();
  });

  async function startInstance(redisUrl: string): Promise<LimiterInstance> {
    const instance = await startLimiter(new TestRedis({ redisUrl }), { limits: LIMITS });
    instances.push(instance);
    return instance;
  }

  async function countGranted({ limiter }: LimiterInstance, keyId: string, count: number): Promise<number> {
    let granted = 0;
    for (let index = 0; index < count; index += 1) {
      const { verdict, settle } = await limiter.take({ ...STREAM, keyId });
      if (verdict.exceeded !== undefined) continue;
      granted += 1;
      settle(undefined);
    }
    return granted;
  }

  /** Waits until the instance has looked several times whether Redis is of use. */
  async function waitForChecks(): Promise<void> {
    const countChecks = (): Promise<number> =>
      server.run(async (redis) => Number(/cmdstat_set:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0));
    const before = await countChecks();
    await waitUntil(async () => (await countChecks()) >= before + 3);
  }

  it('should do without a Redis that runs no scripts, and say so once', async () => {
    server = await PrivateRedis.start();
    await server.run((redis) => redis.acl('SETUSER', 'teller', 'on', '>pass', '~tellerline:*', ...RIGHTS));
    const instance = await startInstance(server.url.replace('//', '//teller:pass@'));
    expect(await countGranted(instance, 'voice', 15)).toBe(10);
    await waitForChecks();
    expect(isShared(instance)).toBe(false);
    expect(await countGranted(instance, 'web', 15)).toBe(10);
    expect(warnings.mock.calls).toEqual([
      [
        { reason: expect.stringContaining('NOPERM') as string },
        expect.stringContaining('does not answer as it should') as string,
      ],
    ]);
    expect(notes).not.toHaveBeenCalled();
    // It is taken into use without a restart once it may.
    await server.run((redis) => redis.acl('SETUSER', 'teller', '+eval', '+evalsha'));
    await waitUntil(() => isShared(instance));
  });

  it('should do without a cluster, and say so once', async () => {
    server = await PrivateRedis.start('--cluster-enabled', 'yes');
    await server.run((redis) => redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383'));
    await waitUntil(() =>
      server.run(async (redis) => String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok')),
    );
    const instance = await startInstance(server.url);
    await waitForChecks();
    expect(isShared(instance)).toBe(false);
    expect(await countGranted(instance, 'voice', 15)).toBe(10);
    expect(warnings.mock.calls).toEqual([
      [{ reason: expect.stringContaining('CROSSSLOT') as string }, expect.anything()],
    ]);
  });

  it('should go on counting every other key together when the value of one is broken', async () => {
    server = await PrivateRedis.start();
    const [one, two] = [await startInstance(server.url), await startInstance(server.url)];
    await waitUntilAcquainted(server, 2);
    await server.run((redis) => redis.set('tellerline:limit:voice:streams', 'broken'));
    for (const instance of [one, two]) expect(await countGranted(instance, 'voice', 50)).toBe(5);
    await waitForChecks();
    expect((await countGranted(one, 'web', 8)) + (await countGranted(two, 'web', 8))).toBe(10);
    expect([isShared(one), isShared(two)]).toEqual([true, true]);
    expect(warnings.mock.calls).toEqual([
      [
        { reason: expect.stringContaining('WRONGTYPE') as string },
        expect.stringContaining('refuses a command') as string,
      ],
      [
        { reason: expect.stringContaining('WRONGTYPE') as string },
        expect.stringContaining('refuses a command') as string,
      ],
    ]);
  });
});
