import { type AccessScope } from '../common/access';
import { DomainError } from '../common/domain-error';

export class ApiKeyMissingError extends DomainError {
  readonly code = 'api_key_missing';
}

/** The key is not among those that may be used. It is never repeated. */
export class ApiKeyUnknownError extends DomainError {
  readonly code = 'api_key_unknown';
}

/** There are no keys, and the request is for a host that is not this machine: a name that leads here may be anybody's. */
export class HostUnknownError extends DomainError {
  readonly code = 'host_unknown';
}

export class ScopeMissingError extends DomainError {
  readonly code = 'scope_missing';

  constructor(readonly scope: AccessScope) {
    super(`The API key lacks the scope ${scope}.`);
  }
}
