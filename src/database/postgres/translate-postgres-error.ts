import { DatabaseError } from '../database-error';
import { hasErrorCode } from '../error-code';

/**
 * States of the server and of the way to it: connection (08), resources (53), operator intervention, which is also
 * the statement timeout (57), system error (58), lock and deadlock, authorisation (28), no such database (3D), the
 * end of an idle transaction (25P03), and a server that takes no writes, such as a standby (25006).
 */
const UNAVAILABLE_STATE = /^(08|28|3D|53|57|58)|^(25006|25P03|40001|40P01|55P03)$/;
const SQL_STATE = /^[0-9A-Z]{5}$/;

/**
 * Wraps failures of the server and of the connection; a violated constraint or a wrong statement is a bug and stays
 * as it is. What comes without an SQL state was not said by the server, so it is the connection or a timer.
 */
export function translatePostgresError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof DatabaseError) return error;
  if (isServerReport(error) && !UNAVAILABLE_STATE.test(error.code)) return error;
  return new DatabaseError(`PostgreSQL failed: ${describe(error)}`, { cause: error });
}

/**
 * Whether the connection can still be used: the server itself reported the failure, and not its own end. A session that
 * takes no writes stays so, so another one is needed.
 */
export function leavesConnectionUsable(error: unknown): boolean {
  return isServerReport(error) && !/^(08|57P|25006|25P03)/.test(error.code);
}

function isServerReport(error: unknown): error is Error & { readonly code: string } {
  return hasErrorCode(error) && SQL_STATE.test(error.code) && !error.code.startsWith('E');
}

/** A refused connection to a name with two addresses is an AggregateError with an empty message. */
function describe(error: Error): string {
  if (error.message !== '') return error.message;
  return hasErrorCode(error) ? error.code : error.name;
}
