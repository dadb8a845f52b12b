import { randomUUID } from 'node:crypto';
import { type Clock } from '../common/clock';
import { type RedisConnection } from '../common/redis/redis-connection';
import { type Claim, type Settlement } from './claim';
import { type Limits, shareAmong } from './limits';
import { MemoryLedger } from './memory/memory-ledger';
import { RedisLedger } from './redis/redis-ledger';
import { type Verdict } from './verdict';

/** What became of a claim, and the way to end it. */
export interface Grant {
  readonly verdict: Verdict;
  /**
   * To be called once, when the request has ended. Nobody waits for it.
   *
   * @param usedTokens what was really used; absent when nobody knows, and then what was expected stands.
   */
  readonly settle: (usedTokens: number | undefined) => void;
}

interface LimiterParts {
  readonly limits: Limits;
  readonly redis: RedisConnection;
  readonly clock: Clock;
}

/** A claim whose place among the streams has no name yet. */
export type LimitedRequest = Omit<Claim, 'slot'> & { readonly isStream: boolean };

/**
 * Grants what a key and a caller may have: counted in Redis where there is one, so that it holds for all instances
 * together, else in memory. When Redis is away, each instance grants what its share was, from a bucket of its own.
 */
export class RateLimiter {
  private readonly limits: Limits;
  private readonly redis: RedisConnection;
  private readonly clock: Clock;
  private readonly instanceId = randomUUID();
  private readonly shared: RedisLedger;
  private readonly local = new MemoryLedger();
  /** How many instances served each key when Redis last told. */
  private readonly instances = new Map<string, number>();
  private slotCount = 0;

  constructor({ limits, redis, clock }: LimiterParts) {
    this.limits = limits;
    this.redis = redis;
    this.clock = clock;
    this.shared = new RedisLedger(limits, this.instanceId);
  }

  async take({ isStream, ...request }: LimitedRequest): Promise<Grant> {
    const claim = { ...request, slot: isStream && this.limits.streams > 0 ? this.nameSlot() : undefined };
    return (await this.takeShared(claim)) ?? this.takeLocally(claim);
  }

  private async takeShared(claim: Claim): Promise<Grant | undefined> {
    if (!this.redis.isConfigured) return undefined;
    const answer = await this.redis.attempt((redis) => this.shared.take(redis, claim));
    if (answer === undefined) return undefined;
    const { verdict, instances } = answer;
    this.instances.set(claim.keyId, instances);
    return {
      verdict,
      settle: (usedTokens) => {
        const settlement = toSettlement(claim, verdict, usedTokens);
        if (settlement !== undefined) void this.redis.attempt((redis) => this.shared.settle(redis, settlement));
      },
    };
  }

  private takeLocally(claim: Claim): Grant {
    const limits = shareAmong(this.limits, this.instances.get(claim.keyId) ?? 1);
    const verdict = this.local.take(claim, { limits, nowMs: this.nowMs() });
    return {
      verdict,
      settle: (usedTokens) => {
        const settlement = toSettlement(claim, verdict, usedTokens);
        if (settlement !== undefined) this.local.settle(settlement, { limits, nowMs: this.nowMs() });
      },
    };
  }

  private nameSlot(): string {
    this.slotCount += 1;
    return `${this.instanceId}:${this.slotCount}`;
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}

/** @returns `undefined` when there is nothing to put right. */
function toSettlement(
  { keyId, slot }: Claim,
  { exceeded, tokens }: Verdict,
  usedTokens: number | undefined,
): Settlement | undefined {
  const takenTokens = exceeded === undefined ? tokens.cost : 0;
  const more = usedTokens === undefined || tokens.limit === 0 ? 0 : usedTokens - takenTokens;
  return more === 0 && slot === undefined ? undefined : { keyId, tokens: more, slot };
}
