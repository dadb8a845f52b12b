import { type BucketName, BUCKETS, type Claim, type Demands, type Levels, type Settlement, toDemands } from '../claim';
import { type Limits } from '../limits';
import { type BucketSize, hasRoom } from '../token-bucket';
import { type LimitName, toVerdict, type Verdict } from '../verdict';
import { BucketShelf } from './bucket-shelf';

/** Keys come from the configuration, so there are never many. */
const MOST_KEYS = 10_000;
/** Some ten megabytes. A caller who is pushed out starts anew; the limit of the key still holds. */
const MOST_CALLERS = 50_000;

interface Circumstances {
  readonly limits: Limits;
  readonly nowMs: number;
}

/** Counts within this process: at once, and for this instance alone. */
export class MemoryLedger {
  private readonly shelves: Readonly<Record<BucketName, BucketShelf>> = {
    requests: new BucketShelf(MOST_KEYS),
    callerRequests: new BucketShelf(MOST_CALLERS),
    tokens: new BucketShelf(MOST_KEYS),
  };
  private readonly streams = new Map<string, Set<string>>();

  take(claim: Claim, { limits, nowMs }: Circumstances): Verdict {
    const { periodMs } = limits;
    const demands = toDemands(claim, limits);
    const before = forEachBucket((bucket) =>
      this.readLevel(bucket, claim, { size: { limit: demands[bucket].limit, periodMs }, nowMs }),
    );
    const exceeded = this.findExceeded(claim, demands, before);
    if (exceeded !== undefined && exceeded !== 'tokens')
      return toVerdict({ exceeded, demands, levels: before, periodMs });
    const levels = forEachBucket((bucket) => before[bucket] + (bucket === exceeded ? 0 : demands[bucket].cost));
    for (const bucket of BUCKETS) {
      const size = { limit: demands[bucket].limit, periodMs };
      if (size.limit > 0)
        this.shelves[bucket].put(nameBucket(bucket, claim), { taken: levels[bucket], atMs: nowMs }, size);
    }
    if (claim.slot !== undefined && demands.streams > 0) this.openStream(claim.keyId, claim.slot);
    return toVerdict({ exceeded, demands, levels, periodMs });
  }

  settle({ keyId, tokens, slot }: Settlement, { limits, nowMs }: Circumstances): void {
    if (slot !== undefined) this.closeStream(keyId, slot);
    if (tokens === 0 || limits.tokens === 0) return;
    const size = { limit: limits.tokens, periodMs: limits.periodMs };
    const taken = Math.max(0, this.shelves.tokens.takenAt(nowMs, keyId, size) + tokens);
    this.shelves.tokens.put(keyId, { taken, atMs: nowMs }, size);
  }

  /** What nobody asks for here is not looked at. */
  private readLevel(
    bucket: BucketName,
    claim: Claim,
    { size, nowMs }: { readonly size: BucketSize; readonly nowMs: number },
  ): number {
    return size.limit === 0 ? 0 : this.shelves[bucket].takenAt(nowMs, nameBucket(bucket, claim), size);
  }

  private findExceeded({ keyId }: Claim, demands: Demands, before: Levels): LimitName | undefined {
    const isFull = (bucket: BucketName): boolean => {
      const { cost, limit } = demands[bucket];
      return !hasRoom(before[bucket], cost, limit);
    };
    if (isFull('requests')) return 'requests';
    if (isFull('callerRequests')) return 'callerRequests';
    if (demands.streams > 0 && (this.streams.get(keyId)?.size ?? 0) >= demands.streams) return 'streams';
    return isFull('tokens') ? 'tokens' : undefined;
  }

  private openStream(keyId: string, slot: string): void {
    const slots = this.streams.get(keyId) ?? new Set<string>();
    this.streams.set(keyId, slots.add(slot));
  }

  private closeStream(keyId: string, slot: string): void {
    const slots = this.streams.get(keyId);
    slots?.delete(slot);
    if (slots?.size === 0) this.streams.delete(keyId);
  }
}

function nameBucket(bucket: BucketName, { keyId, caller = '' }: Claim): string {
  return bucket === 'callerRequests' ? `${keyId}/${caller}` : keyId;
}

function forEachBucket(level: (bucket: BucketName) => number): Levels {
  return { requests: level('requests'), callerRequests: level('callerRequests'), tokens: level('tokens') };
}
