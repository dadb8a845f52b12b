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

/** A tool of the client has the name of one that runs on this server: a call could be meant for either. */
export class ToolNameTakenError extends DomainError {
  readonly code = 'tool_name_taken';

  /**
   * @param parameter that brought the tool.
   * @param toolIndex within it.
   */
  constructor(
    readonly parameter: 'tools' | 'functions',
    readonly toolIndex: number,
  ) {
    super('A tool of the client has the name of one of the server.');
  }
}

/** The model that answers cannot look at pictures. */
export class ImagesNotReadError extends DomainError {
  readonly code = 'images_not_read';

  constructor(readonly messageIndex: number) {
    super('The model does not read images.');
  }
}
