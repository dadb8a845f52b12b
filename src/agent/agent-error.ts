import { DomainError } from '../common/domain-error';

/** The query of the native endpoint cannot be read as it stands. */
export class InvalidQueryError extends DomainError {
  readonly code = 'query_invalid';
}

/** The caller hung up while the server was at work; nobody hears the answer. */
export class TurnAbortedError extends DomainError {
  readonly code = 'turn_aborted';
}

/** A message of the turn that cannot be read as it stands. */
export class InvalidMessageError extends DomainError {
  readonly code = 'message_invalid';

  constructor(
    readonly messageIndex: number,
    message: string,
  ) {
    super(message);
  }
}
