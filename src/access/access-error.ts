import { type AccessScope } from '../common/access';
import { DomainError } from '../common/domain-error';

export class ApiKeyMissingError extends DomainError {
  readonly code = 'api_key_missing';
}

/** The key is not among those that may be used. It is never repeated. */
export class ApiKeyUnknownError extends DomainError {
  readonly code = 'api_key_unknown';
}

export class ScopeMissingError extends DomainError {
  readonly code = 'scope_missing';

  constructor(readonly scope: AccessScope) {
    super(`The API key lacks the scope ${scope}.`);
  }
}
