import { setTimeout as sleep } from 'node:timers/promises';
import { hasErrorCode } from '../error-code';

const BUSY_TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 20;

/**
 * Repeats work that another connection's write lock refused, for up to five seconds. SQLite's own busy timeout would
 * wait inside a synchronous call: the event loop would stand still, and a lock that this very process holds through
 * another connection could then never be released.
 *
 * @param work must not have changed anything when it throws SQLITE_BUSY.
 */
export async function retryWhileBusy<T>(work: () => T): Promise<T> {
  const deadlineMs = performance.now() + BUSY_TIMEOUT_MS;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadlineMs) throw error;
    }
    // The jitter keeps two waiting processes from asking in step.
    await sleep(pauseMs * (0.5 + Math.random()));
  }
}

/** Covers the extended codes too: SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT. */
function isBusy(error: unknown): boolean {
  return hasErrorCode(error) && error.code.startsWith('SQLITE_BUSY');
}
