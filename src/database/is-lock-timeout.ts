import { DatabaseError } from './database-error';
import { hasErrorCode } from './error-code';

/** PostgreSQL's lock_not_available. */
const LOCK_TIMEOUT = '55P03';

/** Whether a statement waited for a lock for longer than it may: nothing of its transaction was stored. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && hasErrorCode(error.cause) && error.cause.code === LOCK_TIMEOUT;
}
