import { DatabaseError } from '../database-error';
import { hasErrorCode } from '../error-code';

/** Result codes that speak of the file, the disk or its locks, and not of the statement. */
const UNAVAILABLE =
  /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|CORRUPT|NOTADB|PROTOCOL|NOMEM|INTERRUPT|PERM|AUTH)/;
const OPEN_FAILED = /^ConnectionFailed|^The database connection is not open/;

/** Wraps failures of the store itself; a violated constraint or a wrong statement is a bug and stays as it is. */
export function translateLibsqlError(error: unknown): unknown {
  const unavailable =
    (hasErrorCode(error) && UNAVAILABLE.test(error.code)) ||
    (error instanceof Error && OPEN_FAILED.test(error.message));
  return unavailable ? new DatabaseError(`The embedded database failed: ${error.message}`, { cause: error }) : error;
}
