import { randomUUID } from 'node:crypto';
import { type Clock } from '../common/clock';
import { type RedisConnection } from '../common/redis/redis-connection';
import { type Claim, type Settlement } from './claim';
import { InstanceCount } from './instance-count';
import { type Limits, shareAmong } from './limits';
import { MemoryLedger } from './memory/memory-ledger';
import { Outstanding } from './redis/outstanding';
import { nameSlot, RedisLedger } from './redis/redis-ledger';
import { RedisUpkeep } from './redis/redis-upkeep';
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
  /** How many instances there are as far as anybody can tell without Redis. */
  readonly assumedInstances: number;
}

/** A claim whose place among the streams has no name yet. */
export type LimitedRequest = Omit<Claim, 'slot'> & { readonly isStream: boolean };

/**
 * Grants what a key and a caller may have: counted in Redis where there is one, so that it holds for all instances
 * together, else in memory. When Redis is away, each instance grants its share, from a bucket of its own.
 */
export class RateLimiter {
  private readonly limits: Limits;
  private readonly redis: RedisConnection;
  private readonly clock: Clock;
  private readonly instanceId = randomUUID();
  private readonly shared: RedisLedger;
  private readonly local = new MemoryLedger();
  private readonly outstanding: Outstanding;
  private readonly instances: InstanceCount;
  private slotCount = 0;

  constructor({ limits, redis, clock, assumedInstances }: LimiterParts) {
    this.limits = limits;
    this.redis = redis;
    this.clock = clock;
    this.shared = new RedisLedger(limits, this.instanceId);
    this.outstanding = new Outstanding(limits.periodMs);
    this.instances = new InstanceCount(redis.isConfigured ? assumedInstances : 1);
    const upkeep = new RedisUpkeep({ ledger: this.shared, outstanding: this.outstanding, clock });
    redis.addUpkeep(async (client) => {
      this.instances.note(await upkeep.run(client));
    });
  }

  async take({ isStream, ...request }: LimitedRequest): Promise<Grant> {
    const claim = { ...request, slot: isStream && this.limits.streams > 0 ? this.nextSlot() : undefined };
    if (!this.redis.isConfigured) return this.takeLocally(claim);
    const { keyId, slot } = claim;
    if (slot !== undefined) this.outstanding.ask(keyId, slot);
    const grant = (await this.takeShared(claim)) ?? this.takeLocally(claim);
    if (slot !== undefined && goesOn(grant.verdict)) this.outstanding.open(keyId, slot);
    else if (slot !== undefined) this.outstanding.close(keyId, slot);
    return grant;
  }

  private async takeShared(claim: Claim): Promise<Grant | undefined> {
    const verdict = await this.redis.attempt((redis) => this.shared.take(redis, claim));
    if (verdict === undefined) return undefined;
    return {
      verdict,
      settle: (usedTokens) => {
        const settlement = toSettlement(claim, verdict, usedTokens);
        if (settlement !== undefined) this.settleShared(settlement);
      },
    };
  }

  private takeLocally(claim: Claim): Grant {
    const limits = shareAmong(this.limits, this.instances.highest);
    const verdict = this.local.take(claim, { limits, nowMs: this.nowMs() });
    return {
      verdict,
      settle: (usedTokens) => {
        const settlement = toSettlement(claim, verdict, usedTokens);
        if (settlement === undefined) return;
        this.local.settle(settlement, { limits, nowMs: this.nowMs() });
        // Redis may have granted it too late to be heard, or was told of it since.
        if (this.redis.isConfigured && settlement.slot !== undefined) this.settleShared({ ...settlement, tokens: 0 });
      },
    };
  }

  /** What cannot be sent now is kept until Redis is back. */
  private settleShared({ keyId, slot, tokens }: Settlement): void {
    if (slot !== undefined) this.outstanding.close(keyId, slot);
    this.outstanding.owe(keyId, tokens, this.nowMs());
    void this.redis.attempt((redis) =>
      this.shared.settle(redis, { keyId, slot, tokens: this.outstanding.collect(keyId, this.nowMs()) }),
    );
  }

  private nextSlot(): string {
    this.slotCount += 1;
    return nameSlot(this.instanceId, this.slotCount);
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}

/** A request that exceeds the tokens alone goes on, and is streamed. */
function goesOn({ exceeded }: Verdict): boolean {
  return exceeded === undefined || exceeded === 'tokens';
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
