import { DomainError } from '../common/domain-error';

/**
 * The store could not be reached, or did not answer in time. After a failed commit the outcome is unknown: the work
 * may or may not have been stored, so only repeatable work may be tried again.
 */
export class DatabaseError extends DomainError {
  readonly code = 'database_unavailable';
}
