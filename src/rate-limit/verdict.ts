import { type BucketName, type Demand, type Demands, type Levels } from './claim';

export type LimitName = BucketName | 'streams';

/** How a bucket stands once a request was judged. */
export interface Standing extends Demand {
  /** What is missing from the full bucket, with what the request took from it. */
  readonly taken: number;
  readonly periodMs: number;
}

/**
 * Whether a request goes on. One that exceeds `tokens` goes on without a model, and has taken everything else. One that
 * exceeds anything else is turned away, and has taken nothing.
 */
export interface Verdict extends Readonly<Record<BucketName, Standing>> {
  readonly exceeded: LimitName | undefined;
  /** The most streams at the same time; 0 when that does not matter here. */
  readonly streams: number;
}

interface Judgement {
  readonly exceeded: LimitName | undefined;
  readonly demands: Demands;
  readonly levels: Levels;
  readonly periodMs: number;
}

export function toVerdict({ exceeded, demands, levels, periodMs }: Judgement): Verdict {
  const stand = (name: BucketName): Standing => ({ ...demands[name], taken: levels[name], periodMs });
  return {
    exceeded,
    requests: stand('requests'),
    callerRequests: stand('callerRequests'),
    tokens: stand('tokens'),
    streams: demands.streams,
  };
}

/** What can still be taken. */
export function remainingOf({ limit, taken }: Standing): number {
  return Math.max(0, Math.floor(limit - taken));
}

/** How long until the bucket is full, if nothing more is taken. */
export function resetMsOf({ limit, taken, periodMs }: Standing): number {
  return limit === 0 ? 0 : (taken * periodMs) / limit;
}

/** How long until what was asked for can be taken. */
export function waitMsOf({ limit, taken, cost, periodMs }: Standing): number {
  return limit === 0 ? 0 : (Math.max(0, taken + cost - limit) * periodMs) / limit;
}
