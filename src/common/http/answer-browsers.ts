import { type IncomingHttpHeaders } from 'node:http';
import cors, { type FastifyCorsOptions, type FastifyCorsOptionsDelegateCallback } from '@fastify/cors';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyRequest } from 'fastify';
import { type CorsOrigins } from '../../config/app-config';
import { LOOPBACK_ORIGIN } from './loopback';

const POLICY: FastifyCorsOptions = {
  methods: ['GET', 'POST'],
  // What a browser does not show to a page by itself.
  exposedHeaders: [
    'x-request-id',
    'openai-processing-ms',
    'openai-version',
    ...['limit', 'remaining', 'reset'].flatMap((what) => [
      `x-ratelimit-${what}-requests`,
      `x-ratelimit-${what}-tokens`,
    ]),
    'retry-after',
    'x-cache',
    'server-timing',
  ],
  // In seconds: for so long a browser need not ask again.
  maxAge: 600,
};

/** A request that no browser would send in the name of a page. */
const NOT_ASKED: FastifyCorsOptions = { origin: false };

/**
 * Answers browsers. The route that takes preflights takes every OPTIONS request, and what goes wrong on it is not told
 * in the form of our errors, so all others are sent on to where unknown paths and wrong methods are refused.
 */
export async function answerBrowsers(app: NestFastifyApplication, origins: CorsOrigins): Promise<void> {
  await app.register(cors, { delegator: toCorsDelegate(origins) });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preParsing', (...[request, reply, payload, done]) => {
      if (request.method === 'OPTIONS' && !isPreflight(request.headers)) reply.callNotFound();
      else done(null, payload);
    });
}

/**
 * Decides for each request what a browser is told. A preflight is answered in any case, with all the headers that it
 * names, since clients send more than anybody could list; but only an allowed origin is named, and without that a
 * browser goes no further. Keys are no credentials in the browser's sense, and there are no cookies.
 */
function toCorsDelegate(origins: CorsOrigins): FastifyCorsOptionsDelegateCallback {
  const policy = { ...POLICY, origin: toOriginOption(origins) };
  return (request, answer) => {
    answer(null, isAsked(request) ? policy : NOT_ASKED);
  };
}

function toOriginOption(origins: CorsOrigins): string | RegExp | string[] {
  if (origins === 'any') return '*';
  return origins === 'loopback' ? LOOPBACK_ORIGIN : [...origins];
}

function isAsked(request: FastifyRequest): boolean {
  return request.method === 'OPTIONS' ? isPreflight(request.headers) : request.headers.origin !== undefined;
}

/** Without its headers OPTIONS is a method like any other, which no path has. */
function isPreflight(headers: IncomingHttpHeaders): boolean {
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}
