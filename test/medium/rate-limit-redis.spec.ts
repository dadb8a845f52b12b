import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { type Claim } from '../../src/rate-limit/claim';
import { type Limits } from '../../src/rate-limit/limits';
import { RedisLedger } from '../../src/rate-limit/redis/redis-ledger';
import { type LimitName, type Verdict } from '../../src/rate-limit/verdict';
import { describeWithRedis, PrivateRedis } from '../support/private-redis';
import { waitUntil } from '../support/wait-until';
import { type TakerMessage } from './children/take-requests.child';

const CHILD = require.resolve('./children/take-requests.child.ts');
const REGISTER = require.resolve('./children/register-typescript.cjs');
const PROCESSES = 4;
const REQUESTS_OF_EACH = 500;

type Granted = Readonly<Record<string, number>>;

/** So long that nothing fills up while a test runs. */
const DAY_MS = 24 * 60 * 60_000;
const LIMITS: Limits = { requests: 12, callerRequests: 4, tokens: 1_000, streams: 3, periodMs: DAY_MS };
const NO_LIMITS: Limits = { requests: 0, callerRequests: 0, tokens: 0, streams: 0, periodMs: DAY_MS };

describeWithRedis(RedisLedger.name, () => {
  let server: PrivateRedis;
  let redis: Redis;

  beforeAll(async () => {
    server = await PrivateRedis.start();
    redis = new Redis(server.url);
  });

  beforeEach(() => redis.flushall());

  afterAll(async () => {
    redis.disconnect();
    await server.remove();
  });

  function take(ledger: RedisLedger, claim: Partial<Claim> = {}): Promise<Verdict> {
    const whole = { keyId: 'voice', caller: undefined, tokens: undefined, slot: undefined, ...claim };
    return ledger.take(redis, whole);
  }

  async function outcomes(
    ledger: RedisLedger,
    claims: readonly Partial<Claim>[],
  ): Promise<readonly (LimitName | undefined)[]> {
    const found: (LimitName | undefined)[] = [];
    for (const claim of claims) found.push((await take(ledger, claim)).exceeded);
    return found;
  }

  it('should grant again as time passes', async () => {
    const ledger = new RedisLedger({ ...NO_LIMITS, requests: 1, periodMs: 300 }, 'one');
    expect(await outcomes(ledger, [{}, {}])).toEqual([undefined, 'requests']);
    await waitUntil(async () => (await take(ledger)).exceeded === undefined);
  });

  it('should keep nothing for good', async () => {
    const brief = new RedisLedger({ ...LIMITS, periodMs: 500 }, 'one');
    await take(brief, { caller: 'ann', tokens: 100, slot: 's1' });
    const names = (await redis.keys('*')).sort();
    expect(names).toEqual([
      'tellerline:limit:voice:caller:ann',
      'tellerline:limit:voice:requests',
      'tellerline:limit:voice:streams',
      'tellerline:limit:voice:tokens',
    ]);
    for (const name of names) expect(await redis.pttl(name)).toBeGreaterThan(0);
    await waitUntil(async () => (await redis.keys('*')).length === 1);
    await brief.settle(redis, { keyId: 'voice', tokens: 300, slot: 's1' });
    expect(await redis.keys('*')).toEqual(['tellerline:limit:voice:tokens']);
    expect(await redis.pttl('tellerline:limit:voice:tokens')).toBeGreaterThan(0);
  });

  it('should free the streams of an instance that died', async () => {
    const ledger = new RedisLedger(LIMITS, 'one');
    const streams = [{ slot: 's1' }, { slot: 's2' }, { slot: 's3' }, { slot: 's4' }];
    expect(await outcomes(ledger, streams)).toEqual([undefined, undefined, undefined, 'streams']);
    // The time at which they count as lost comes sooner.
    await redis.zadd('tellerline:limit:voice:streams', 1, 's1', 1, 's2');
    expect(await outcomes(ledger, [{ slot: 's4' }, { slot: 's5' }, { slot: 's6' }])).toEqual([
      undefined,
      undefined,
      'streams',
    ]);
  });

  it('should take the streams of an instance for those that it says it has', async () => {
    const [one, two] = [new RedisLedger(LIMITS, 'one'), new RedisLedger(LIMITS, 'two')];
    const streams = 'tellerline:limit:voice:streams';
    for (const slot of ['one:1', 'one:2']) await take(one, { slot });
    await take(two, { slot: 'two:1' });
    await one.renew(redis, { keyId: 'voice', open: new Set(['one:3']), asked: new Set(['one:2', 'one:4']) });
    expect((await redis.zrange(streams, '0', '-1')).sort()).toEqual(['one:2', 'one:3', 'two:1']);
    await one.renew(redis, { keyId: 'voice', open: new Set(), asked: new Set() });
    expect(await redis.zrange(streams, '0', '-1')).toEqual(['two:1']);
  });

  it('should keep the place of a stream as long as its instance says that it is open', async () => {
    const ledger = new RedisLedger(LIMITS, 'one');
    const streams = 'tellerline:limit:voice:streams';
    await take(ledger, { slot: 'one:1' });
    const [, due] = await redis.zrange(streams, '0', '-1', 'WITHSCORES');
    await redis.zadd(streams, 1, 'one:1');
    await redis.pexpire(streams, 10);
    await ledger.renew(redis, { keyId: 'voice', open: new Set(['one:1']), asked: new Set() });
    expect(Number(await redis.zscore(streams, 'one:1'))).toBeGreaterThanOrEqual(Number(due));
    expect(await redis.pttl(streams)).toBeGreaterThan(10_000);
  });

  it('should tell how many instances there are', async () => {
    const counts: number[] = [];
    for (const instance of ['one', 'two', 'one', 'three']) {
      counts.push(await new RedisLedger(LIMITS, instance).announce(redis));
    }
    expect(counts).toEqual([1, 2, 2, 3]);
    await redis.zadd('tellerline:instances', 1, 'two');
    expect(await new RedisLedger(LIMITS, 'one').announce(redis)).toBe(2);
    expect(await redis.pttl('tellerline:instances')).toBeGreaterThan(0);
  });

  it('should go on when Redis has forgotten its scripts', async () => {
    const ledger = new RedisLedger({ ...NO_LIMITS, requests: 2 }, 'one');
    expect((await take(ledger)).exceeded).toBeUndefined();
    await redis.script('FLUSH');
    expect(await outcomes(ledger, [{}, {}])).toEqual([undefined, 'requests']);
  });

  it('should need one round trip for a request, once Redis knows the script', async () => {
    const ledger = new RedisLedger(LIMITS, 'one');
    await take(ledger);
    const commandsBefore = await countCommands();
    await take(ledger, { caller: 'ann', tokens: 10, slot: 's1' });
    // The second count is a command too.
    expect((await countCommands()) - commandsBefore).toBe(2);
  });

  async function countCommands(): Promise<number> {
    const calls = (await redis.info('commandstats')).matchAll(/cmdstat_(evalsha|eval|info):calls=(\d+)/g);
    return [...calls].reduce((sum, [, , count]) => sum + Number(count), 0);
  }

  describe(`when ${PROCESSES} processes ask at the same time`, () => {
    const children: ChildProcess[] = [];

    afterEach(() => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
    });

    /** What each process was granted of each key. */
    async function grantAll(limitsOfKeys: Readonly<Record<string, Limits>>): Promise<readonly Granted[]> {
      const granted: Granted[] = [];
      let ready = 0;
      const exits = Array.from({ length: PROCESSES }, () => {
        const child = fork(CHILD, [server.url, JSON.stringify(limitsOfKeys), String(REQUESTS_OF_EACH)], {
          execArgv: ['-r', REGISTER],
        });
        children.push(child);
        child.on('message', (message: TakerMessage) => {
          if (message.status === 'done') granted.push(message.granted);
          else ready += 1;
        });
        return once(child, 'exit');
      });
      await waitUntil(() => ready === PROCESSES);
      for (const child of children) child.send('go');
      await Promise.all(exits);
      return granted;
    }

    it('should grant exactly what the limits say', async () => {
      const granted = await grantAll({
        'many-requests': { ...NO_LIMITS, requests: 1_000 },
        'many-tokens': { ...NO_LIMITS, tokens: 7_000 },
        'many-streams': { ...NO_LIMITS, streams: 300 },
      });
      expect(granted).toHaveLength(PROCESSES);
      const sumOf = (keyId: string): number => granted.reduce((sum, counts) => sum + (counts[keyId] ?? 0), 0);
      expect(['many-requests', 'many-tokens', 'many-streams'].map(sumOf)).toEqual([1_000, 700, 300]);
    });
  });
});
