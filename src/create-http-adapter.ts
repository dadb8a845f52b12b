import { type IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { closeWhenStalled, WRITE_STALL_MS } from './common/http/close-when-stalled';
import { drain } from './common/http/drain';
import { parseJsonBody } from './common/http/parse-json-body';
import { takePathSecret } from './common/http/path-secret';
import { beginReply, completeReply } from './common/http/reply-headers';
import { chooseRequestId } from './common/http/request-id';
import { type RouteTable } from './common/http/route-table';
import { answerBrokenRequest } from './openai/errors/answer-broken-request';
import { toOpenAiError } from './openai/errors/to-openai-error';

const MAX_BODY_BYTES = 2 * 1024 * 1024;
const MAX_PARAMETER_LENGTH = 512;
const BAD_REQUEST = 400;

/** Both limits are needed, in this order: with Fastify's defaults a slow body may stay open for minutes. */
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_TIMEOUT_MS = 5_000;

/** Fastify as this service needs it: bounded bodies and times, JSON only, slashes forgiven, ids on every reply. */
export function createHttpAdapter(routes: RouteTable, writeStallMs = WRITE_STALL_MS): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 1_000 },
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: MAX_PARAMETER_LENGTH,
    },
    // Fastify's own refusal is not in the form of our errors; see refuseWhileClosing.
    return503OnClosing: false,
    rewriteUrl: takePathSecret,
    genReqId: (request: IncomingMessage) => (request.id = chooseRequestId(request)),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const { status, body } = toOpenAiError(error, request.id);
      beginReply(request, reply);
      void reply.status(status);
      completeReply(request, reply);
      void reply.send(body);
    },
    clientErrorHandler: answerBrokenRequest,
  });
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', (route) => {
    routes.record(route);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    beginReply(request, reply);
    closeWhenStalled(reply.raw, writeStallMs);
    done();
  });
  fastify.addHook('onSend', async (request, reply) => {
    completeReply(request, reply);
    if (reply.statusCode >= BAD_REQUEST) await drain(request.raw);
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJsonBody(String(body)));
    } catch (error) {
      done(error as Error);
    }
  });
  return adapter;
}
