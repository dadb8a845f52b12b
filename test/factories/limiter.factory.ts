import { Clock } from '../../src/common/clock';
import { RedisConnection } from '../../src/common/redis/redis-connection';
import { type Limits } from '../../src/rate-limit/limits';
import { RateLimiter } from '../../src/rate-limit/rate-limiter';
import { type PrivateRedis } from '../support/private-redis';
import { waitUntil } from '../support/wait-until';

/** Limits as those of one instance of the service, on a connection of its own. */
export interface LimiterInstance {
  readonly redis: RedisConnection;
  readonly limiter: RateLimiter;
}

interface InstanceSettings {
  readonly limits: Limits;
  readonly assumedInstances?: number;
}

/** Waits as long as a busy machine may take, and no longer than a test may; nobody waits for the upkeep. */
export class TestRedis extends RedisConnection {
  protected override readonly commandTimeoutMs: number = 2_000;
  protected override readonly upkeepEveryMs: number = 50;
}

/** @param redis is to have no connection yet. */
export async function startLimiter(
  redis: RedisConnection,
  { limits, assumedInstances = 1 }: InstanceSettings,
): Promise<LimiterInstance> {
  const limiter = new RateLimiter({ limits, redis, clock: new Clock(), assumedInstances });
  await redis.onModuleInit();
  return { redis, limiter };
}

export function isShared({ redis }: LimiterInstance): boolean {
  return redis.checkHealth()?.state === 'up';
}

/** Waits until each of the instances has heard of all. */
export async function waitUntilAcquainted(server: PrivateRedis, count: number): Promise<void> {
  const readTimes = (): Promise<number[]> =>
    server.run(async (redis) => {
      const entries = await redis.zrange('tellerline:instances', '0', '-1', 'WITHSCORES');
      return entries.filter((_entry, index) => index % 2 === 1).map(Number);
    });
  await waitUntil(async () => (await readTimes()).length === count);
  // One that has told of itself for the second time has understood the answer to the first.
  for (let round = 0; round < 2; round += 1) {
    const latest = Math.max(...(await readTimes()));
    await waitUntil(async () => Math.min(...(await readTimes())) > latest);
  }
}
