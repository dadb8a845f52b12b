/** A bucket that holds `limit` units when it is full, and fills up evenly over the period. */
export interface BucketSize {
  readonly limit: number;
  readonly periodMs: number;
}

/** What was missing from a full bucket at a time. More than all of it after a request that used more than expected. */
export interface BucketLevel {
  readonly taken: number;
  readonly atMs: number;
}

/** Sums of many fractions are off by far less, and one unit is far more. */
const TOLERANCE = 1e-6;

/** A clock that is set back fills nothing, and empties nothing either: the shelf sees to what comes after. */
export function takenAt(nowMs: number, level: BucketLevel | undefined, { limit, periodMs }: BucketSize): number {
  if (level === undefined) return 0;
  const filled = (Math.max(0, nowMs - level.atMs) * limit) / periodMs;
  return Math.max(0, level.taken - filled);
}

/** A limit of 0 is none. */
export function hasRoom(taken: number, cost: number, limit: number): boolean {
  return limit === 0 || taken + cost <= limit + TOLERANCE;
}
