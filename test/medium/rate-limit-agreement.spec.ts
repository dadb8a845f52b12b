import fc from 'fast-check';
import { Redis } from 'ioredis';
import { type Claim } from '../../src/rate-limit/claim';
import { type Limits } from '../../src/rate-limit/limits';
import { MemoryLedger } from '../../src/rate-limit/memory/memory-ledger';
import { RedisLedger } from '../../src/rate-limit/redis/redis-ledger';
import { remainingOf, type Verdict } from '../../src/rate-limit/verdict';
import { describeWithRedis, PrivateRedis } from '../support/private-redis';

/**
 * Powers of two, so that what fills up in a pause is a multiple of an eighth, which is exact everywhere. And a day, or
 * nearly so: while a test runs, nothing fills up that would show.
 */
const PERIOD_MS = 2 ** 26;
const PAUSE_MS = 2 ** 20;
const LIMITS: Limits = { requests: 8, callerRequests: 4, tokens: 1_024, streams: 3, periodMs: PERIOD_MS };

type Step =
  | { readonly type: 'take'; readonly claim: Claim }
  | { readonly type: 'settle'; readonly keyId: string; readonly tokens: number; readonly slot: string }
  | { readonly type: 'wait'; readonly pauses: number };

const KEY_IDS = fc.constantFrom('voice', 'web');
const SLOTS = fc.constantFrom('s1', 's2', 's3', 's4', 's5');
const TAKE: fc.Arbitrary<Step> = fc.record({
  type: fc.constant('take' as const),
  claim: fc.record({
    keyId: KEY_IDS,
    caller: fc.option(fc.constantFrom('ann', 'bob'), { nil: undefined }),
    tokens: fc.option(fc.integer({ min: 0, max: 1_500 }), { nil: undefined }),
    slot: fc.option(SLOTS, { nil: undefined }),
  }),
});
const SETTLE: fc.Arbitrary<Step> = fc.record({
  type: fc.constant('settle' as const),
  keyId: KEY_IDS,
  tokens: fc.integer({ min: -1_500, max: 1_500 }),
  slot: SLOTS,
});
const WAIT: fc.Arbitrary<Step> = fc.record({
  type: fc.constant('wait' as const),
  pauses: fc.oneof(fc.integer({ min: 1, max: 16 }), fc.constant(64)),
});
const STEPS = fc.array(
  fc.oneof({ weight: 6, arbitrary: TAKE }, { weight: 2, arbitrary: SETTLE }, { weight: 1, arbitrary: WAIT }),
  { maxLength: 60 },
);

/** The clock of Redis cannot be set, so what is there is made older. */
const MAKE_OLDER = `
for _, key in ipairs(redis.call('KEYS', 'tellerline:limit:*')) do
  if redis.call('TYPE', key).ok == 'string' then
    local taken, at = string.match(redis.call('GET', key), '(%S+) (%S+)')
    redis.call('SET', key, string.format('%s %.0f', taken, at - tonumber(ARGV[1])), 'KEEPTTL')
  end
end
`;

describeWithRedis('the ledgers in Redis and in memory', () => {
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

  it('should decide alike, whatever is asked and settled as time passes', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, async (steps) => {
        await redis.flushall();
        const shared = new RedisLedger(LIMITS, 'one');
        const local = new MemoryLedger();
        let nowMs = 0;
        for (const step of steps) {
          if (step.type === 'wait') {
            nowMs += step.pauses * PAUSE_MS;
            await redis.eval(MAKE_OLDER, 0, step.pauses * PAUSE_MS * 1_000);
          } else if (step.type === 'settle') {
            await shared.settle(redis, step);
            local.settle(step, { limits: LIMITS, nowMs });
          } else {
            const verdict = await shared.take(redis, step.claim);
            expect(summarize(verdict)).toEqual(summarize(local.take(step.claim, { limits: LIMITS, nowMs })));
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** Of the tokens that are taken an eighth is told from the next one, and not what fills up meanwhile. */
function summarize(verdict: Verdict): object {
  const { exceeded, requests, callerRequests, tokens } = verdict;
  return {
    exceeded,
    requests: remainingOf(requests),
    callerRequests: remainingOf(callerRequests),
    tokens: Math.ceil(tokens.taken * 8 - 0.5),
  };
}
