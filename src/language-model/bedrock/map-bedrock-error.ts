import { LanguageModelError, type LanguageModelErrorCode } from '../language-model-error';
import { describeProfileHint } from './describe-profile-hint';
import { type ErrorFacts, readErrorFacts } from './read-error-facts';
import { readRetryAfterSeconds } from './read-retry-after-seconds';

interface BedrockErrorContext {
  readonly modelId: string;
  readonly region: string;
  /** Whether the first event had arrived: from then on a lost connection means a broken answer. */
  readonly phase: 'opening' | 'streaming';
}

/** By name, since exceptions from within a stream carry no HTTP status. */
const CODES_BY_NAME: ReadonlyMap<string, LanguageModelErrorCode> = new Map([
  ['ValidationException', 'model_request_invalid'],
  ['ConflictException', 'model_request_invalid'],
  ['ServiceQuotaExceededException', 'model_quota_exhausted'],
  ['AccessDeniedException', 'model_access_denied'],
  ['ResourceNotFoundException', 'model_not_found'],
  ['ModelTimeoutException', 'model_timeout'],
  ['TimeoutError', 'model_timeout'],
  ['ModelErrorException', 'model_failed'],
  ['ModelStreamErrorException', 'model_stream_broken'],
  ['ThrottlingException', 'model_throttled'],
  ['ModelNotReadyException', 'model_not_ready'],
  ['InternalServerException', 'model_failed'],
  ['ServiceUnavailableException', 'model_unavailable'],
  ['ExpiredTokenException', 'model_credentials_invalid'],
  ['UnrecognizedClientException', 'model_credentials_invalid'],
  ['InvalidSignatureException', 'model_credentials_invalid'],
  ['IncompleteSignatureException', 'model_credentials_invalid'],
  ['InvalidClientTokenId', 'model_credentials_invalid'],
  ['MissingAuthenticationToken', 'model_credentials_invalid'],
  ['MissingAuthenticationTokenException', 'model_credentials_invalid'],
  ['CredentialsProviderError', 'model_credentials_invalid'],
  ['TokenProviderError', 'model_credentials_invalid'],
]);

const CONNECTION_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const CODES_BY_STATUS: ReadonlyMap<number, LanguageModelErrorCode> = new Map([
  [401, 'model_credentials_invalid'],
  [403, 'model_access_denied'],
  [404, 'model_not_found'],
  [408, 'model_timeout'],
  [429, 'model_throttled'],
  [502, 'model_unavailable'],
  [503, 'model_unavailable'],
  [504, 'model_timeout'],
]);

const TIMEOUT_CODES: ReadonlySet<string> = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT']);
const CONTEXT_EXCEEDED =
  /(input|prompt) is too long|too many input tokens|input tokens exceed|maximum (number of )?input tokens|context (length|window|limit)/i;
const PROFILE_NEEDED = /on-demand throughput isn.t supported/i;
const BROKEN_TOOL_USE = /invalid sequence as part of tooluse/i;

/** Maps whatever the SDK throws. The message keeps the upstream's words: it is for the log, not for the caller. */
export function mapBedrockError(error: unknown, context: BedrockErrorContext): LanguageModelError {
  if (error instanceof LanguageModelError) return error;
  const facts = readErrorFacts(error);
  const retryAfterSeconds = readRetryAfterSeconds(error);
  const hint = PROFILE_NEEDED.test(facts.message) ? ` ${describeProfileHint(context)}` : '';
  return new LanguageModelError(
    refineCode(facts.message, readCode(facts, context)),
    `${facts.name}: ${facts.message}${hint}`,
    { cause: error, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  );
}

function readCode(facts: ErrorFacts, { phase }: BedrockErrorContext): LanguageModelErrorCode {
  const { name, systemCode = '', httpStatus } = facts;
  const isLost = CONNECTION_CODES.has(systemCode);
  // The SDK's HTTP handler calls a reset connection a timeout as well; only the system code tells them apart.
  const named = isLost ? undefined : CODES_BY_NAME.get(name);
  if (named !== undefined) return named;
  if (TIMEOUT_CODES.has(systemCode)) return 'model_timeout';
  // A success status with an error means that the answer broke off before its first event.
  const hasBegun = phase === 'streaming' || (httpStatus !== undefined && httpStatus < 300);
  if (hasBegun) return 'model_stream_broken';
  return isLost ? 'model_unavailable' : readCodeFromStatus(httpStatus);
}

/** Validation and model errors say in words what their names leave open. */
function refineCode(message: string, code: LanguageModelErrorCode): LanguageModelErrorCode {
  if (BROKEN_TOOL_USE.test(message)) return 'model_output_malformed';
  if (code !== 'model_request_invalid') return code;
  if (PROFILE_NEEDED.test(message)) return 'model_not_found';
  return CONTEXT_EXCEEDED.test(message) ? 'model_context_exceeded' : code;
}

/** For names that are not in the table. */
function readCodeFromStatus(status: number | undefined): LanguageModelErrorCode {
  if (status === undefined) return 'model_failed';
  const code = CODES_BY_STATUS.get(status);
  if (code !== undefined) return code;
  return status < 500 ? 'model_request_invalid' : 'model_failed';
}
