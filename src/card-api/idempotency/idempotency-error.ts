import { DomainError } from '../../common/domain-error';

export class IdempotencyKeyMissingError extends DomainError {
  readonly code = 'idempotency_key_missing';
}

/** The key is empty, too long, or holds more than visible ASCII characters. */
export class IdempotencyKeyInvalidError extends DomainError {
  readonly code = 'idempotency_key_invalid';
}

/** The key came with another request before. */
export class IdempotencyKeyReusedError extends DomainError {
  readonly code = 'idempotency_key_reused';
}

/** An earlier copy of the request is still being worked on. */
export class RequestInFlightError extends DomainError {
  readonly code = 'idempotent_request_in_flight';

  constructor() {
    super('An earlier copy of the request has no answer yet.', { retryAfterSeconds: 1 });
  }
}
