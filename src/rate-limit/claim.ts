import { type Limits } from './limits';

/** What one request asks of the limits. */
export interface Claim {
  readonly keyId: string;
  /** Names the caller among those of the key; absent when nobody knows who calls. */
  readonly caller: string | undefined;
  /** Of the model, as far as they can be told in advance; absent where no model takes part. */
  readonly tokens: number | undefined;
  /** Names the place of a streamed reply among those under way; absent for any other reply. */
  readonly slot: string | undefined;
}

/** What a request leaves behind when it has ended. */
export interface Settlement {
  readonly keyId: string;
  /** What it used beyond what it took; below zero when it used less. */
  readonly tokens: number;
  readonly slot: string | undefined;
}

/** The buckets in the order in which they are asked. */
export const BUCKETS = ['requests', 'callerRequests', 'tokens'] as const;
export type BucketName = (typeof BUCKETS)[number];

/** One number for each bucket. */
export type Levels = Readonly<Record<BucketName, number>>;

/** What a claim takes from one bucket. A limit of 0 is none. */
export interface Demand {
  readonly limit: number;
  readonly cost: number;
}

export interface Demands extends Readonly<Record<BucketName, Demand>> {
  /** The most streams at the same time; 0 when that does not matter. */
  readonly streams: number;
}

const NO_DEMAND: Demand = { limit: 0, cost: 0 };

/** A request that needs more tokens than the bucket holds takes all of them, or it could never be granted. */
export function toDemands({ caller, tokens, slot }: Claim, limits: Limits): Demands {
  return {
    requests: { limit: limits.requests, cost: 1 },
    callerRequests: caller === undefined ? NO_DEMAND : { limit: limits.callerRequests, cost: 1 },
    tokens: tokens === undefined ? NO_DEMAND : { limit: limits.tokens, cost: Math.min(tokens, limits.tokens) },
    streams: slot === undefined ? 0 : limits.streams,
  };
}
