import { DomainError } from '../common/domain-error';

export type LanguageModelErrorCode =
  | 'model_request_invalid'
  | 'model_context_exceeded'
  | 'model_not_found'
  | 'model_access_denied'
  | 'model_credentials_invalid'
  | 'model_throttled'
  | 'model_quota_exhausted'
  | 'model_not_ready'
  | 'model_unavailable'
  | 'model_timeout'
  | 'model_failed'
  | 'model_output_malformed'
  | 'model_stream_broken'
  | 'model_aborted';

/** A failure of the model or of the way to it. The message is for the log: it may name the upstream's own words. */
export class LanguageModelError extends DomainError {
  constructor(
    readonly code: LanguageModelErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly retryAfterSeconds?: number },
  ) {
    super(message, options);
  }
}

/** What keeps a call from the model: it has read nothing, and nobody pays for it. */
const REFUSALS: ReadonlySet<LanguageModelErrorCode> = new Set([
  'model_request_invalid',
  'model_context_exceeded',
  'model_not_found',
  'model_access_denied',
  'model_credentials_invalid',
  'model_throttled',
  'model_quota_exhausted',
  'model_not_ready',
  'model_unavailable',
]);

/** Whether a call failed before any model read it. */
export function isRefusal(error: unknown): boolean {
  return error instanceof LanguageModelError && REFUSALS.has(error.code);
}
