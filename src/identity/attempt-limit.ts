import { later, LOCK_MS, MAX_TRIES, TRY_WINDOW_MS } from './time-limits';

export interface Failure {
  /** ISO 8601. */
  readonly at: string;
  /** Tells one try from another; the same one counts once. */
  readonly key: string;
}

/** What is remembered of the failures of one kind for one number. */
export interface AttemptLimit {
  /** Oldest first. */
  readonly failures: readonly Failure[];
  readonly lockedUntil: Date | undefined;
}

export type Standing =
  /** 1 to 5. */
  { readonly status: 'open'; readonly triesLeft: number } | { readonly status: 'locked'; readonly until: Date };

/** Five failures within any thirty minutes lock for thirty minutes; a lock that has passed leaves nothing behind. */
export function standingOf(limit: AttemptLimit, now: Date): Standing {
  if (limit.lockedUntil !== undefined && limit.lockedUntil > now) return { status: 'locked', until: limit.lockedUntil };
  return { status: 'open', triesLeft: MAX_TRIES - countingFailures(limit, now).length };
}

/** While it is locked nothing is added. */
export function addFailure(
  limit: AttemptLimit,
  { key, now }: { readonly key: string; readonly now: Date },
): AttemptLimit {
  if (standingOf(limit, now).status === 'locked') return limit;
  const counting = countingFailures(limit, now);
  if (counting.some((failure) => failure.key === key)) return { failures: counting, lockedUntil: undefined };
  const failures = [...counting, { at: now.toISOString(), key }];
  return { failures, lockedUntil: failures.length >= MAX_TRIES ? later(now, LOCK_MS) : undefined };
}

/** Takes a failure back that was none after all, and with it the lock that it caused. */
export function removeFailure(limit: AttemptLimit, key: string): AttemptLimit {
  const failures = limit.failures.filter((failure) => failure.key !== key);
  return failures.length === limit.failures.length ? limit : { failures, lockedUntil: undefined };
}

function countingFailures({ failures, lockedUntil }: AttemptLimit, now: Date): readonly Failure[] {
  // Those that led to a lock were paid for with it.
  if (lockedUntil !== undefined) return [];
  return failures.filter(({ at }) => later(new Date(at), TRY_WINDOW_MS) > now);
}
