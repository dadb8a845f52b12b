import type { ErrorObject } from 'openai/resources/shared';
import { maskCardText } from '../../common/card-data/mask-card-data';

/** The types of error that OpenAI's own service uses. */
export type OpenAiErrorType =
  'invalid_request_error' | 'permission_error' | 'requests' | 'tokens' | 'server_error' | 'service_unavailable_error';

export interface OpenAiErrorBody {
  readonly error: Readonly<ErrorObject> & { readonly type: OpenAiErrorType };
}

interface OpenAiErrorDetails {
  readonly status: number;
  readonly message: string;
  readonly type?: OpenAiErrorType;
  readonly param?: string | null;
  readonly code?: string | null;
  /** Whole seconds, 1..60. */
  readonly retryAfterSeconds?: number;
}

/** An error as an OpenAI client reads it: a status and the four-key envelope. Made at the edge, never below it. */
export class OpenAiError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  readonly body: OpenAiErrorBody;

  constructor({
    status,
    message,
    type = 'invalid_request_error',
    param = null,
    code = null,
    ...rest
  }: OpenAiErrorDetails) {
    // What was wrong is often repeated to its sender, who may have sent anything.
    const masked = maskCardText(message);
    super(masked);
    this.name = 'OpenAiError';
    this.status = status;
    this.retryAfterSeconds = rest.retryAfterSeconds;
    this.body = { error: { message: masked, type, param: param === null ? null : maskCardText(param), code } };
  }
}
