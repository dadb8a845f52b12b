import { BadRequestException, PayloadTooLargeException } from '@nestjs/common';
import { ScopeMissingError } from '../../access/access-error';
import { ACCESS_SCOPES } from '../../common/access';
import { DomainError } from '../../common/domain-error';
import { BodyError } from '../../common/http/body-error';
import { type Demand } from '../../rate-limit/claim';
import { toRefusal } from '../../rate-limit/rate-limit-error';
import { type Standing, type Verdict } from '../../rate-limit/verdict';
import { type OpenAiError } from '../errors/openai-error';
import { toMediaTypeError, toWrongMethodError } from '../errors/route-errors';
import { toOpenAiError } from '../errors/to-openai-error';

interface ErrorExample {
  readonly summary: string;
  readonly error: OpenAiError;
}

/** Made by the code that makes the real errors, so that no example can differ from them. */
export type ErrorExamples = Readonly<Record<string, ErrorExample>>;

const REQUEST_ID = 'req_28f836d456196d7fc505e6f00eb373fc';

class ExampleError extends DomainError {
  constructor(readonly code: string) {
    super('An example for the API document.');
  }
}

/** What any request may be answered with, whatever its path. */
export function errorsAnywhere(methods: readonly string[]): ErrorExamples {
  return {
    wrongMethod: { summary: 'Wrong method', error: toWrongMethodError(methods) },
    internalError: {
      summary: 'A bug in the service',
      error: toOpenAiError(new Error('An example for the API document.'), REQUEST_ID),
    },
  };
}

/** @param scopes that the operation needs; absent when it needs no key. */
export function errorsOfKeys(scopes: readonly string[] | undefined): ErrorExamples {
  if (scopes === undefined) return {};
  const missing = ACCESS_SCOPES.find((scope) => scopes.includes(scope));
  return {
    missingKey: { summary: 'No key', error: fromDomain('api_key_missing') },
    unknownKey: { summary: 'A key that is not known', error: fromDomain('api_key_unknown') },
    unknownHost: { summary: 'No keys, and not the name of this machine', error: fromDomain('host_unknown') },
    ...(missing && {
      missingScope: {
        summary: 'A key that may not do this',
        error: toOpenAiError(new ScopeMissingError(missing), REQUEST_ID),
      },
    }),
  };
}

export const ERRORS_OF_PATH_PARAMETERS: ErrorExamples = {
  unreadablePath: { summary: 'Broken percent-encoding', error: toOpenAiError(new BadRequestException(), REQUEST_ID) },
};

export const ERRORS_OF_BODIES: ErrorExamples = {
  malformedJson: { summary: 'Not a JSON object', error: toOpenAiError(new BodyError('malformed', ''), REQUEST_ID) },
  bodyTooLarge: {
    summary: 'More than 2 MiB',
    error: toOpenAiError(new PayloadTooLargeException(), REQUEST_ID),
  },
  mediaType: { summary: 'Not sent as JSON', error: toMediaTypeError('text/plain') },
};

/** What keeps the agent from answering. Most of it comes from a model upstream; the embedded demo model has none. */
export const ERRORS_OF_THE_AGENT: ErrorExamples = {
  contextExceeded: { summary: 'Too long for the model', error: fromDomain('model_context_exceeded') },
  rateLimited: { summary: 'The model is called too often', error: fromDomain('model_throttled') },
  modelNotAvailable: { summary: 'The configured model cannot be used', error: fromDomain('model_not_found') },
  modelFailed: { summary: 'The model failed', error: fromDomain('model_failed') },
  overloaded: { summary: 'The model or the database is not available', error: fromDomain('model_unavailable') },
  modelTimeout: { summary: 'The model is too slow', error: fromDomain('model_timeout') },
};

/** What a key may not have for now, wherever requests are counted. */
export const ERRORS_OF_REQUEST_LIMITS: ErrorExamples = {
  tooManyRequests: { summary: 'The key is used too often', error: fromLimit('requests', { limit: 6_000, cost: 1 }) },
};

/** What it may not have where a model is asked. */
export const ERRORS_OF_TOKEN_LIMITS: ErrorExamples = {
  tooManyTokens: {
    summary: 'The key has used up its tokens',
    error: fromLimit('tokens', { limit: 10_000_000, cost: 2_500 }),
  },
};

/** What keeps an endpoint for cards from answering. */
export const ERRORS_OF_THE_STORE: ErrorExamples = {
  storeUnavailable: { summary: 'The database is not available', error: fromDomain('database_unavailable') },
};

/** How a request with an `Idempotency-Key` can be refused. */
export const ERRORS_OF_IDEMPOTENCY_KEYS: ErrorExamples = {
  missingIdempotencyKey: { summary: 'No Idempotency-Key', error: fromDomain('idempotency_key_missing') },
  requestInFlight: { summary: 'The first copy has no answer yet', error: fromDomain('idempotent_request_in_flight') },
  idempotencyKeyReused: { summary: 'The key came with another request', error: fromDomain('idempotency_key_reused') },
};

function fromDomain(code: string): OpenAiError {
  return toOpenAiError(new ExampleError(code), REQUEST_ID);
}

function fromLimit(exceeded: 'requests' | 'tokens', demand: Demand): OpenAiError {
  const taken: Standing = { ...demand, taken: demand.limit, periodMs: 60_000 };
  const verdict: Verdict = { exceeded, requests: taken, callerRequests: taken, tokens: taken, streams: 0 };
  return toOpenAiError(toRefusal(verdict, 'voice'), REQUEST_ID);
}
