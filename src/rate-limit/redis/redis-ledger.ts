import { type Redis } from 'ioredis';
import { type BucketName, type Claim, type Demand, type Settlement, toDemands } from '../claim';
import { type Limits } from '../limits';
import { type LimitName, toVerdict, type Verdict } from '../verdict';
import { SETTLE } from './settle-script';
import { TAKE } from './take-script';

const MICROSECONDS = 1_000;
/** Longer than any reply takes. Only an instance that died leaves places taken, and for no longer than this. */
const SLOT_LIFETIME_MS = 180_000;
/** Who has sent nothing for so long takes no share. */
const INSTANCE_LIFETIME_MS = 60_000;

const EXCEEDED: readonly (LimitName | undefined)[] = [undefined, 'requests', 'callerRequests', 'tokens', 'streams'];

export interface SharedVerdict {
  readonly verdict: Verdict;
  /** How many instances serve the key, this one included. */
  readonly instances: number;
}

/** Counts in Redis, for all instances together: one script for each request, and one when it has ended. */
export class RedisLedger {
  constructor(
    private readonly limits: Limits,
    /** Names this instance among the others. */
    private readonly instanceId: string,
  ) {}

  async take(redis: Redis, claim: Claim): Promise<SharedVerdict> {
    const demands = toDemands(claim, this.limits);
    const { requests, callerRequests, tokens, streams } = demands;
    const reply = await TAKE.run(redis, {
      keys: [
        nameBucket('requests', claim),
        nameBucket('callerRequests', claim),
        nameBucket('tokens', claim),
        nameStreams(claim.keyId),
        `${prefixOf(claim.keyId)}:instances`,
      ],
      values: [
        this.limits.periodMs * MICROSECONDS,
        ...[requests, callerRequests, tokens].flatMap(({ limit, cost }: Demand) => [limit, cost]),
        ...[streams, claim.slot ?? '', SLOT_LIFETIME_MS * MICROSECONDS],
        ...[this.instanceId, INSTANCE_LIFETIME_MS * MICROSECONDS],
      ],
    });
    const [exceeded, requestsTaken, callerRequestsTaken, tokensTaken, instances] = reply as TakeReply;
    const levels = {
      requests: Number(requestsTaken),
      callerRequests: Number(callerRequestsTaken),
      tokens: Number(tokensTaken),
    };
    const { periodMs } = this.limits;
    return { verdict: toVerdict({ exceeded: EXCEEDED[exceeded], demands, levels, periodMs }), instances };
  }

  async settle(redis: Redis, { keyId, tokens, slot }: Settlement): Promise<void> {
    await SETTLE.run(redis, {
      keys: [`${prefixOf(keyId)}:tokens`, nameStreams(keyId)],
      values: [this.limits.periodMs * MICROSECONDS, this.limits.tokens, tokens, slot ?? ''],
    });
  }
}

/** What the script returns. */
type TakeReply = readonly [exceeded: number, requests: string, caller: string, tokens: string, instances: number];

/** The braces keep all keys of one API key on one node of a cluster. */
function prefixOf(keyId: string): string {
  return `tellerline:limit:{${keyId}}`;
}

function nameBucket(bucket: BucketName, { keyId, caller = '' }: Claim): string {
  return bucket === 'callerRequests' ? `${prefixOf(keyId)}:caller:${caller}` : `${prefixOf(keyId)}:${bucket}`;
}

function nameStreams(keyId: string): string {
  return `${prefixOf(keyId)}:streams`;
}
