import { Redis } from 'ioredis';
import { type Limits } from '../../src/rate-limit/limits';
import { RedisLedger } from '../../src/rate-limit/redis/redis-ledger';
import { type Verdict } from '../../src/rate-limit/verdict';
import { describeWithRedis, PrivateRedis } from '../support/private-redis';
import { waitUntil } from '../support/wait-until';

const BUCKET = 'tellerline:limit:{voice}:requests';
const HOUR_MICROSECONDS = 3_600_000_000;
/** Short, so that a bucket fills up while the test waits for it. */
const LIMITS: Limits = { requests: 4, callerRequests: 0, tokens: 0, streams: 0, periodMs: 4_000 };

describeWithRedis(`A clock that is set back, for ${RedisLedger.name}`, () => {
  let server: PrivateRedis;
  let redis: Redis;

  beforeAll(async () => {
    server = await PrivateRedis.start();
    redis = new Redis(server.url);
  });

  afterAll(async () => {
    redis.disconnect();
    await server.remove();
  });

  async function take(): Promise<Verdict['exceeded']> {
    const claim = { keyId: 'voice', caller: undefined, tokens: undefined, slot: undefined };
    const { exceeded } = await new RedisLedger(LIMITS, 'one').take(redis, claim);
    return exceeded;
  }

  /** As if what is stored had been written an hour from now. */
  async function setClockBack(): Promise<void> {
    const [taken = '', at = ''] = ((await redis.get(BUCKET)) ?? '').split(' ');
    await redis.set(BUCKET, `${taken} ${Number(at) + HOUR_MICROSECONDS}`);
  }

  it('should not keep a key out until the clock has caught up', async () => {
    while ((await take()) === undefined);
    await setClockBack();
    expect(await take()).toBe('requests');
    await waitUntil(async () => (await take()) === undefined);
    expect(await redis.pttl(BUCKET)).toBeLessThanOrEqual(LIMITS.periodMs);
  });
});
