import { type Redis } from 'ioredis';
import { type BucketName, type Claim, type Demand, type Settlement, toDemands } from '../claim';
import { type Limits } from '../limits';
import { type LimitName, toVerdict, type Verdict } from '../verdict';
import { ANNOUNCE } from './announce-script';
import { type Account } from './outstanding';
import { RENEW } from './renew-script';
import { SETTLE } from './settle-script';
import { TAKE } from './take-script';

const MICROSECONDS = 1_000;
/**
 * How long an instance, and the streams that it has, count without a word of it. It gives one every few seconds, so only
 * an instance that died leaves places taken.
 */
const LEASE_MS = 30_000;
const INSTANCES = 'tellerline:instances';

const EXCEEDED: readonly (LimitName | undefined)[] = [undefined, 'requests', 'callerRequests', 'tokens', 'streams'];

/**
 * Counts in Redis, for all instances together: one script for each request, and one when it has ended. The keys of a
 * script belong to different slots of a cluster, so Redis has to be one server.
 */
export class RedisLedger {
  constructor(
    private readonly limits: Limits,
    /** Names this instance among the others; the names of its slots begin with it. */
    private readonly instanceId: string,
  ) {}

  async take(redis: Redis, claim: Claim): Promise<Verdict> {
    const demands = toDemands(claim, this.limits);
    const { requests, callerRequests, tokens, streams } = demands;
    const reply = await TAKE.run(redis, {
      keys: [
        nameBucket('requests', claim),
        nameBucket('callerRequests', claim),
        nameBucket('tokens', claim),
        nameStreams(claim.keyId),
      ],
      values: [
        this.limits.periodMs * MICROSECONDS,
        ...[requests, callerRequests, tokens].flatMap(({ limit, cost }: Demand) => [limit, cost]),
        ...[streams, claim.slot ?? '', LEASE_MS * MICROSECONDS],
      ],
    });
    const [exceeded, requestsTaken, callerRequestsTaken, tokensTaken] = reply as TakeReply;
    const levels = {
      requests: Number(requestsTaken),
      callerRequests: Number(callerRequestsTaken),
      tokens: Number(tokensTaken),
    };
    const { periodMs } = this.limits;
    return toVerdict({ exceeded: EXCEEDED[exceeded], demands, levels, periodMs });
  }

  async settle(redis: Redis, { keyId, tokens, slot }: Settlement): Promise<void> {
    await SETTLE.run(redis, {
      keys: [`${prefixOf(keyId)}:tokens`, nameStreams(keyId)],
      values: [this.limits.periodMs * MICROSECONDS, this.limits.tokens, tokens, slot ?? ''],
    });
  }

  /** Makes the streams of this instance those of the account, for another while. */
  async renew(redis: Redis, { keyId, open, asked }: Pick<Account, 'keyId' | 'open' | 'asked'>): Promise<void> {
    await RENEW.run(redis, {
      keys: [nameStreams(keyId)],
      values: [nameSlot(this.instanceId, ''), LEASE_MS * MICROSECONDS, open.size, ...open, ...asked],
    });
  }

  /** @returns how many instances there are, this one included. */
  async announce(redis: Redis): Promise<number> {
    const input = { keys: [INSTANCES], values: [this.instanceId, LEASE_MS * MICROSECONDS] };
    return (await ANNOUNCE.run(redis, input)) as number;
  }
}

export function nameSlot(instanceId: string, name: string | number): string {
  return `${instanceId}:${name}`;
}

/** What the script returns. */
type TakeReply = readonly [exceeded: number, requests: string, caller: string, tokens: string];

function prefixOf(keyId: string): string {
  return `tellerline:limit:${keyId}`;
}

function nameBucket(bucket: BucketName, { keyId, caller = '' }: Claim): string {
  return bucket === 'callerRequests' ? `${prefixOf(keyId)}:caller:${caller}` : `${prefixOf(keyId)}:${bucket}`;
}

function nameStreams(keyId: string): string {
  return `${prefixOf(keyId)}:streams`;
}
