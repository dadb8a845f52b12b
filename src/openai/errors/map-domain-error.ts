import { ScopeMissingError } from '../../access/access-error';
import { ImagesNotReadError, InvalidMessageError, ToolNameTakenError } from '../../agent/agent-error';
import { type DomainError } from '../../common/domain-error';
import { DEFAULT_RETRY_AFTER_SECONDS } from '../../common/http/reply-headers';
import { RateLimitExceededError } from '../../rate-limit/rate-limit-error';
import { CARD_API_PARAMS, CARD_API_ROWS } from './card-api-errors';
import { type ErrorRow } from './error-row';
import { OpenAiError } from './openai-error';

const OVERLOADED = 'Our servers are currently overloaded. Please try again later.';
const NO_KEY_MESSAGE =
  "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth " +
  '(i.e. Authorization: Bearer YOUR_KEY).';
const HOST_MESSAGE =
  'Without API keys this service answers only under a name of its own machine, such as localhost or 127.0.0.1. ' +
  'To serve others, set API_KEYS.';
const MAX_RETRY_AFTER_SECONDS = 60;
const RETRYABLE_STATUSES: readonly number[] = [409, 429, 503];

/**
 * The one table from domain codes to OpenAI errors, for the exception filter and for the frame inside a stream.
 * Upstream credentials are our fault and not the client's, so they are no 401; upstream words are never repeated.
 */
const TABLE: ReadonlyMap<string, ErrorRow> = new Map<string, ErrorRow>([
  ['model_request_invalid', [400, 'invalid_request_error', 'invalid_value', 'The model does not accept this request.']],
  [
    'query_invalid',
    [
      400,
      'invalid_request_error',
      'invalid_value',
      "Invalid 'query': the [phone: ...] tag must hold a telephone number such as +1234567890.",
    ],
  ],
  [
    'model_context_exceeded',
    [
      400,
      'invalid_request_error',
      'context_length_exceeded',
      "This model's maximum context length was exceeded. Please reduce the length of the messages.",
    ],
  ],
  ['api_key_missing', [401, 'invalid_request_error', null, NO_KEY_MESSAGE]],
  ['api_key_unknown', [401, 'invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.']],
  ['host_unknown', [403, 'permission_error', 'host_not_allowed', HOST_MESSAGE]],
  ...CARD_API_ROWS,
  ['model_not_found', [502, 'server_error', 'model_not_available', 'The configured model is not available upstream.']],
  [
    'model_access_denied',
    [502, 'server_error', 'model_not_available', 'The configured model is not available upstream.'],
  ],
  ['model_credentials_invalid', [502, 'server_error', 'model_not_available', 'The model could not be reached.']],
  ['model_throttled', [429, 'requests', 'rate_limit_exceeded', 'Rate limit reached for the model. Try again later.']],
  [
    'model_quota_exhausted',
    [429, 'requests', 'rate_limit_exceeded', 'Rate limit reached for the model. Try again later.'],
  ],
  ['model_not_ready', [503, 'service_unavailable_error', 'server_is_overloaded', OVERLOADED]],
  ['model_unavailable', [503, 'service_unavailable_error', 'server_is_overloaded', OVERLOADED]],
  ['model_timeout', [504, 'server_error', 'model_timeout', 'The model did not answer in time.']],
  ['model_failed', [502, 'server_error', 'model_failed', 'The model failed to answer.']],
  ['model_output_malformed', [502, 'server_error', 'model_failed', 'The model gave an answer that cannot be used.']],
  ['model_stream_broken', [502, 'server_error', 'model_stream_broken', 'The answer broke off before its end.']],
  ['model_aborted', [503, 'server_error', 'request_aborted', 'The request ended before its answer was complete.']],
  ['turn_aborted', [503, 'server_error', 'request_aborted', 'The request ended before its answer was complete.']],
  ['database_unavailable', [503, 'service_unavailable_error', 'server_is_overloaded', OVERLOADED]],
]);

/** The codes that blame one parameter. */
const PARAMS: ReadonlyMap<string, string> = new Map([
  ...CARD_API_PARAMS,
  ['query_invalid', 'query'],
  ['model_context_exceeded', 'messages'],
]);

/** @returns `undefined` for a code that the table does not know, which is a bug of ours. */
export function mapDomainError(error: DomainError): OpenAiError | undefined {
  if (error instanceof InvalidMessageError) return toMessageError(error);
  if (error instanceof ScopeMissingError) return toScopeError(error);
  if (error instanceof ToolNameTakenError) return toToolNameError(error);
  if (error instanceof ImagesNotReadError) return toImageError(error);
  if (error instanceof RateLimitExceededError) return toRateLimitError(error);
  const row = TABLE.get(error.code);
  if (row === undefined) return undefined;
  const [status, type, code, message] = row;
  return new OpenAiError({
    status,
    type,
    code,
    message,
    param: PARAMS.get(error.code) ?? null,
    ...(RETRYABLE_STATUSES.includes(status) ? { retryAfterSeconds: chooseRetryAfter(error.retryAfterSeconds) } : {}),
  });
}

function toMessageError(error: InvalidMessageError): OpenAiError {
  const param = `messages[${error.messageIndex}].content`;
  return new OpenAiError({
    status: 400,
    message: `Invalid '${param}': ${error.message}`,
    param,
    code: 'invalid_value',
  });
}

function toToolNameError({ parameter, toolIndex }: ToolNameTakenError): OpenAiError {
  const param = parameter === 'tools' ? `tools[${toolIndex}].function.name` : `functions[${toolIndex}].name`;
  return new OpenAiError({
    status: 400,
    message: `Invalid '${param}': the name is that of a tool of the server. Please choose another one.`,
    param,
    code: 'invalid_value',
  });
}

function toImageError({ messageIndex }: ImagesNotReadError): OpenAiError {
  return new OpenAiError({
    status: 400,
    message: 'Invalid content type. image_url is only supported by certain models.',
    param: `messages[${messageIndex}].content`,
    code: 'unsupported_value',
  });
}

function toScopeError({ scope }: ScopeMissingError): OpenAiError {
  return new OpenAiError({
    status: 403,
    type: 'permission_error',
    message: `You have insufficient permissions for this operation. Missing scopes: ${scope}.`,
    code: 'missing_scope',
  });
}

/** Clients read the words as well as the code, and take some of them for an account that has run dry. */
function toRateLimitError({ unit, message, code, retryAfterSeconds }: RateLimitExceededError): OpenAiError {
  const seconds = chooseRetryAfter(retryAfterSeconds);
  return new OpenAiError({ status: 429, type: unit, code, message, retryAfterSeconds: seconds });
}

function chooseRetryAfter(seconds = DEFAULT_RETRY_AFTER_SECONDS): number {
  return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, Math.ceil(seconds)));
}
