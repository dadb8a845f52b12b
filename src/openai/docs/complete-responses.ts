import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { KEY_SECURITY } from '../../access/require-scope.decorator';
import { OPENAI_VERSION } from '../../common/http/reply-headers';
import { ErrorEnvelopeDto } from './error-envelope.dto';
import {
  ERRORS_OF_BODIES,
  ERRORS_OF_IDEMPOTENCY_KEYS,
  ERRORS_OF_PATH_PARAMETERS,
  ERRORS_OF_REQUEST_LIMITS,
  ERRORS_OF_THE_AGENT,
  ERRORS_OF_THE_STORE,
  ERRORS_OF_TOKEN_LIMITS,
  type ErrorExamples,
  errorsAnywhere,
  errorsOfKeys,
} from './error-examples';

type Paths = OpenAPIObject['paths'];
type PathItem = Paths[string];
type Operation = NonNullable<PathItem['get']>;
type Responses = Operation['responses'];
type Response = Exclude<Responses[string], { $ref: string } | undefined>;
type Headers = NonNullable<Response['headers']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const ERRORS_OF_TURNS: ErrorExamples = {
  ...ERRORS_OF_THE_AGENT,
  ...ERRORS_OF_REQUEST_LIMITS,
  ...ERRORS_OF_TOKEN_LIMITS,
};

const GO_DURATION = '^(\\d+h)?(\\d+m)?\\d+(\\.\\d+)?(s|ms)$';

const EVERY_REPLY: Headers = {
  'x-request-id': {
    description: 'The id that the request came with, or a new one; the log names it too.',
    schema: { type: 'string', pattern: '^[\\w.:-]{1,128}$' },
  },
  'openai-processing-ms': {
    description: 'Milliseconds from the arrival of the request to the head of the reply.',
    schema: { type: 'integer', minimum: 0 },
  },
  'openai-version': {
    description: "The version of OpenAI's interface that the reply follows.",
    schema: { type: 'string', enum: [OPENAI_VERSION] },
  },
};

const RETRY_AFTER: Headers = {
  'retry-after': {
    description: 'Seconds after which a new attempt may succeed.',
    schema: { type: 'integer', minimum: 1, maximum: 60 },
  },
};

const REQUEST_LIMITS: Headers = describeLimit('requests');
const TOKEN_LIMITS: Headers = describeLimit('tokens');

const ALLOW: Headers = {
  allow: { description: 'The methods of this path.', schema: { type: 'string' } },
};

const WWW_AUTHENTICATE: Headers = {
  'www-authenticate': { description: 'How to authenticate.', schema: { type: 'string' } },
};

interface ErrorStatus {
  readonly description: string;
  readonly headers?: Headers;
}

const ERROR_STATUSES: Readonly<Record<number, ErrorStatus>> = {
  400: { description: 'The request is not valid; `param` names the parameter at fault, if it is one.' },
  401: { description: 'The request carries no key that may be used.', headers: WWW_AUTHENTICATE },
  403: {
    description:
      'The key lacks a scope that this operation needs. Or there are no keys, and the request is not for this machine.',
  },
  404: { description: 'It does not exist.' },
  405: { description: 'The path exists, but not with this method.', headers: ALLOW },
  409: { description: 'An earlier copy of the request has no answer yet.', headers: RETRY_AFTER },
  413: { description: 'The body is larger than 2 MiB.' },
  414: { description: 'The URL is too long.' },
  415: { description: 'The body is not sent as `application/json`.' },
  422: { description: 'The `Idempotency-Key` came with another request in the last 24 hours.' },
  429: { description: 'The key, a caller, or the model is used too often.', headers: RETRY_AFTER },
  500: { description: 'A bug in the service. The message holds the request id, and nothing of the cause.' },
  502: { description: 'The model upstream cannot be used, or failed.' },
  503: { description: 'Something that the service needs is not available for now.', headers: RETRY_AFTER },
  504: { description: 'The model did not answer in time.' },
};

/**
 * Adds to every operation what the exception filter of the whole service answers, and the headers of every reply. An
 * operation declares only what is its own: further error statuses, and examples of errors, both without a schema.
 */
export function completeResponses(paths: Paths): Paths {
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, completePath(item)]));
}

function completePath(item: PathItem): PathItem {
  const methods = METHODS.filter((method) => item[method] !== undefined);
  const examples = errorsAnywhere(methods.map((method) => method.toUpperCase()));
  const completed = methods.map((method) => [method, completeOperation(item[method], examples)] as const);
  return { ...item, ...Object.fromEntries(completed) };
}

function completeOperation(operation: Operation | undefined, errorsOfPath: ErrorExamples): Operation | undefined {
  if (operation === undefined) return undefined;
  const scopes = operation.security?.flatMap((requirement) => requirement[KEY_SECURITY] ?? []);
  const examples: ErrorExamples = {
    ...errorsOfKeys(scopes),
    ...(hasParameter(operation, 'header') ? ERRORS_OF_IDEMPOTENCY_KEYS : {}),
    ...(concernsCards(operation) ? { ...ERRORS_OF_THE_STORE, ...ERRORS_OF_REQUEST_LIMITS } : {}),
    ...(operation.requestBody === undefined ? {} : ERRORS_OF_BODIES),
    ...(hasParameter(operation, 'path') ? ERRORS_OF_PATH_PARAMETERS : {}),
    ...(isAnsweredByTheAgent(operation) ? ERRORS_OF_TURNS : {}),
    ...errorsOfPath,
  };
  const statuses = new Set([
    ...Object.keys(operation.responses).map(Number),
    ...Object.values(examples).map(({ error }) => error.status),
  ]);
  const responses = [...statuses].map((status) => [status, completeResponse(operation, status, examples)] as const);
  return { ...operation, responses: Object.fromEntries(responses) };
}

function concernsCards({ security = [] }: Operation): boolean {
  return security.some((requirement) => requirement[KEY_SECURITY]?.includes('cards:write') === true);
}

/** Only the agent's answers can be streamed. */
function isAnsweredByTheAgent({ responses }: Operation): boolean {
  return readResponse(responses, 200)?.content?.['text/event-stream'] !== undefined;
}

/** The only header that an operation declares is the `Idempotency-Key`. */
function hasParameter({ parameters = [] }: Operation, place: 'path' | 'header'): boolean {
  return parameters.some((parameter) => 'in' in parameter && parameter.in === place);
}

/** How the key stands, on whatever was counted. */
function limitHeaders(operation: Operation, status: number): Headers {
  if (status !== 200 && status !== 429) return {};
  if (isAnsweredByTheAgent(operation)) return { ...REQUEST_LIMITS, ...TOKEN_LIMITS };
  return concernsCards(operation) ? REQUEST_LIMITS : {};
}

function describeLimit(unit: 'requests' | 'tokens'): Headers {
  return {
    [`x-ratelimit-limit-${unit}`]: {
      description: `How many ${unit} the key may use in a minute. Absent where there is no such limit.`,
      schema: { type: 'integer' },
    },
    [`x-ratelimit-remaining-${unit}`]: {
      description: `How many ${unit} it may use now.`,
      schema: { type: 'integer', minimum: 0 },
    },
    [`x-ratelimit-reset-${unit}`]: {
      description: `How long until it may use all of them at once again, as Go writes durations: \`1.574s\`.`,
      schema: { type: 'string', pattern: GO_DURATION },
    },
  };
}

function completeResponse(operation: Operation, status: number, examples: ErrorExamples): Response {
  const { responses } = operation;
  const declared = readResponse(responses, status) ?? { description: '' };
  const common = ERROR_STATUSES[status];
  const content = declared.content?.['application/json'];
  if (common === undefined || content?.schema !== undefined) {
    return { ...declared, headers: { ...declared.headers, ...limitHeaders(operation, status), ...EVERY_REPLY } };
  }
  const shared = Object.entries(examples).filter(([, { error }]) => error.status === status);
  return {
    description: declared.description === '' ? common.description : declared.description,
    headers: { ...common.headers, ...limitHeaders(operation, status), ...EVERY_REPLY },
    content: {
      'application/json': {
        schema: { $ref: getSchemaPath(ErrorEnvelopeDto) },
        examples: {
          ...content?.examples,
          ...Object.fromEntries(shared.map(([name, { summary, error }]) => [name, { summary, value: error.body }])),
        },
      },
    },
  };
}

function readResponse(responses: Responses, status: number): Response | undefined {
  const response = responses[String(status)];
  return response === undefined || '$ref' in response ? undefined : response;
}
