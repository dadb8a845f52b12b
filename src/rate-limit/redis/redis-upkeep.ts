import { type Redis } from 'ioredis';
import { type Clock } from '../../common/clock';
import { type Limits } from '../limits';
import { type Account, type Outstanding } from './outstanding';
import { RedisLedger } from './redis-ledger';

/** In upper case, as no key has it. */
const REHEARSED = { keyId: 'PROBE', caller: 'probe', tokens: 1, slot: 'probe' };
const MANY = 1_000_000;
const REHEARSED_LIMITS: Limits = {
  requests: MANY,
  callerRequests: MANY,
  tokens: MANY,
  streams: MANY,
  periodMs: 60_000,
};

interface UpkeepParts {
  readonly ledger: RedisLedger;
  readonly outstanding: Outstanding;
  readonly clock: Clock;
}

/** What an instance does in Redis beside its requests: before the first one, after an outage, and every few seconds. */
export class RedisUpkeep {
  private readonly ledger: RedisLedger;
  private readonly outstanding: Outstanding;
  private readonly clock: Clock;
  private readonly rehearsal = new RedisLedger(REHEARSED_LIMITS, 'probe');

  constructor({ ledger, outstanding, clock }: UpkeepParts) {
    this.ledger = ledger;
    this.outstanding = outstanding;
    this.clock = clock;
  }

  /**
   * @returns how many instances there are, this one included.
   * @throws when Redis cannot be used for any key; one that is broken alone is left as it is.
   */
  async run(redis: Redis): Promise<number> {
    const accounts = Promise.allSettled(this.outstanding.all.map((account) => this.tell(redis, account)));
    const [instances] = await Promise.all([this.ledger.announce(redis), this.rehearse(redis), accounts]);
    return instances;
  }

  /** A Redis that may not do one of these for any key is of no use: read-only, full, without scripts, or a cluster. */
  private async rehearse(redis: Redis): Promise<void> {
    await this.rehearsal.take(redis, REHEARSED);
    await this.rehearsal.settle(redis, { ...REHEARSED, tokens: -REHEARSED.tokens });
  }

  /** What was granted without Redis is counted there from now on, and what has ended meanwhile is not any more. */
  private async tell(redis: Redis, account: Account): Promise<void> {
    const { keyId, version } = account;
    const tokens = this.outstanding.collect(keyId, this.clock.now().getTime());
    await Promise.all([
      this.ledger.renew(redis, account),
      tokens === 0 ? undefined : this.ledger.settle(redis, { keyId, tokens, slot: undefined }),
    ]);
    this.outstanding.markTold({ keyId, version });
  }
}
