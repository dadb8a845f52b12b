import { DatabaseError } from './database-error';
import { hasErrorCode } from './error-code';

/** PostgreSQL's codes for what its callers have to tell apart. */
export const LOCK_TIMEOUT = '55P03';
export const READ_ONLY = '25006';

export function hasSqlState(error: unknown, state: string): boolean {
  return error instanceof DatabaseError && hasErrorCode(error.cause) && error.cause.code === state;
}
