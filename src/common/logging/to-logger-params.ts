import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Params } from 'nestjs-pino';
import { type DestinationStream, stdTimeFunctions } from 'pino';
import { type LogLevel } from '../../config/app-config';
import { showPath } from '../http/show-path';
import { maskDeep, maskSensitive } from '../mask-sensitive';

interface LoggerSettings {
  readonly level: LogLevel;
  /** Where the lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

const QUIET_PATHS = /^\/(health|docs)(\/|$)/;
const SERVER_ERROR = 500;
const INFO = 30;

/** Nest lists each of its modules and routes at every start; the steps that take time report themselves. */
const NOISY_CONTEXTS: readonly unknown[] = [
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
  'NestFactory',
  'NestApplication',
];

/**
 * JSON lines, one for each request and one for each event worth knowing. Bodies and headers are never logged, and
 * whatever text still gets in passes the mask for card and telephone numbers.
 */
export function toLoggerParams({ level, destination }: LoggerSettings): Params {
  return {
    pinoHttp: {
      level,
      ...(destination === undefined ? {} : { stream: destination }),
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (entry) => maskDeep(entry) as Record<string, unknown> },
      hooks: {
        logMethod(inputs, method, level) {
          if (level === INFO && isFrameworkNoise(inputs[0])) return;
          const masked = inputs.map((input: unknown) => (typeof input === 'string' ? maskSensitive(input) : input));
          method.apply(this, masked as typeof inputs);
        },
      },
      redact: {
        paths: ['authorization', '*.authorization', '*["api-key"]', '*["x-vapi-secret"]', '*.cookie', '*.password'],
        censor: '[redacted]',
      },
      // Fastify has chosen the id and put it on the raw request before any logger sees it.
      genReqId: (request) => request.id,
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'requestId', responseTime: 'durationMs' },
      autoLogging: { ignore: (request) => QUIET_PATHS.test(readPath(request)) },
      customLogLevel: (_request, response, error) =>
        error !== undefined || response.statusCode >= SERVER_ERROR ? 'error' : 'info',
      // The exception filter has logged the cause already; this line only says that the request ended so.
      customErrorObject: (...[, , , fields]: readonly unknown[]) => keepDuration(fields),
      customSuccessMessage: (request, response) => describe(request, response),
      customErrorMessage: (request, response) => describe(request, response),
      serializers: { req: () => undefined, res: () => undefined },
    },
  };
}

function keepDuration(fields: unknown): object {
  return typeof fields === 'object' && fields !== null && 'durationMs' in fields
    ? { durationMs: fields.durationMs }
    : {};
}

function isFrameworkNoise(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'context' in entry && NOISY_CONTEXTS.includes(entry.context);
}

/** Within a middleware `url` is relative to its mount point; the whole of it, without a path secret, is in `originalUrl`. */
function readPath(request: IncomingMessage & { readonly originalUrl?: string }): string {
  return showPath(request.originalUrl ?? request.url ?? '');
}

function describe(request: IncomingMessage, { statusCode, writableFinished }: ServerResponse): string {
  return `${request.method ?? ''} ${readPath(request)} ${statusCode}${writableFinished ? '' : ' (the caller left)'}`;
}
