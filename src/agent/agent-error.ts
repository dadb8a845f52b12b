import { DomainError } from '../common/domain-error';

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
