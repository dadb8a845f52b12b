import { showPath } from '../../common/http/show-path';
import { OpenAiError } from './openai-error';

interface RequestLine {
  readonly method: string;
  readonly url: string;
}

const LONGEST_URL_SHOWN = 200;

/** The URL may hold anything, so not all of it is shown. */
export function toUnknownPathError({ method, url }: RequestLine): OpenAiError {
  const path = showPath(url).slice(0, LONGEST_URL_SHOWN);
  return new OpenAiError({ status: 404, message: `Invalid URL (${method} ${path})` });
}

export function toWrongMethodError(allowed: readonly string[]): OpenAiError {
  return new OpenAiError({
    status: 405,
    message: `Only ${allowed.join(' and ')} requests are accepted.`,
    code: 'method_not_supported',
  });
}

export function toMediaTypeError(contentType: string | undefined): OpenAiError {
  const shown = (contentType ?? '').slice(0, LONGEST_URL_SHOWN);
  return new OpenAiError({
    status: 415,
    message:
      `Unsupported content type: '${shown}'. This API method only accepts 'application/json' requests, but you ` +
      `specified the header 'Content-Type: ${shown}'. Please try again with a supported content type.`,
    code: 'unsupported_content_type',
  });
}
