import { HttpException } from '@nestjs/common';
import { BodyError } from '../../common/http/body-error';
import { DomainError } from '../../common/domain-error';
import { DEFAULT_RETRY_AFTER_SECONDS } from '../../common/http/reply-headers';
import { mapDomainError } from './map-domain-error';
import { OpenAiError } from './openai-error';

const INTERNAL_MESSAGE = 'The server had an error while processing your request. Sorry about that!';

/** Turns whatever was thrown into an error that an OpenAI client understands, and that tells nothing of our insides. */
export function toOpenAiError(error: unknown, requestId: string): OpenAiError {
  if (error instanceof OpenAiError) return error;
  if (error instanceof BodyError) return fromBodyError(error);
  const mapped = error instanceof DomainError ? mapDomainError(error) : fromStatus(readStatus(error));
  return mapped ?? toInternalError(requestId);
}

function toInternalError(requestId: string): OpenAiError {
  const message = `${INTERNAL_MESSAGE} (Please mention the request ID ${requestId} when you report it.)`;
  return new OpenAiError({ status: 500, type: 'server_error', message });
}

function fromBodyError({ problem, message, path }: BodyError): OpenAiError {
  if (problem === 'too_deep' || problem === 'too_many_values') {
    const subject = path === undefined ? 'body' : `'${path}'`;
    return new OpenAiError({
      status: 400,
      message: `Invalid ${subject}: ${message}`,
      param: path ?? null,
      code: 'invalid_value',
    });
  }
  return new OpenAiError({
    status: 400,
    message:
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP " +
      'library correctly. The API expects a JSON payload: one object.)',
  });
}

/** The status that an error of Nest or Fastify carries. */
export function readStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}

function fromStatus(status: number | undefined): OpenAiError | undefined {
  switch (status) {
    case 400:
      return new OpenAiError({ status, message: 'The request could not be read.' });
    case 401:
      return new OpenAiError({ status, message: 'The request is not authenticated.' });
    case 403:
      return new OpenAiError({ status, type: 'permission_error', message: 'Your API key may not do this.' });
    case 408:
      return new OpenAiError({ status, message: 'The request did not arrive in time.' });
    case 413:
      return new OpenAiError({ status, message: 'The request body is too large.', code: 'request_too_large' });
    case 414:
      return new OpenAiError({ status, message: 'The URL is too long.' });
    case 431:
      return new OpenAiError({ status, message: 'The request headers are too large.' });
    case 429:
      return new OpenAiError({
        status,
        type: 'requests',
        message: 'Rate limit reached. Try again later.',
        code: 'rate_limit_exceeded',
        retryAfterSeconds: DEFAULT_RETRY_AFTER_SECONDS,
      });
    case 503:
      return new OpenAiError({
        status,
        type: 'service_unavailable_error',
        message: 'Our servers are currently overloaded. Please try again later.',
        code: 'server_is_overloaded',
        retryAfterSeconds: DEFAULT_RETRY_AFTER_SECONDS,
      });
    default:
      return undefined;
  }
}
