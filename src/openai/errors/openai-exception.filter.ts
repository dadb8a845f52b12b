import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { RouteTable } from '../../common/http/route-table';
import { type OpenAiError } from './openai-error';
import { toMediaTypeError, toUnknownPathError, toWrongMethodError } from './route-errors';
import { readStatus, toOpenAiError } from './to-openai-error';

const SERVER_ERROR = 500;

/** Answers every error of the service in OpenAI's envelope, the framework's own errors included. */
@Catch()
@Injectable()
export class OpenAiExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger(OpenAiExceptionFilter.name);

  constructor(private readonly routes: RouteTable) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = this.translate(exception, request);
    if (error.status >= SERVER_ERROR) this.log(error.status, exception, reply);
    if (reply.sent || reply.raw.headersSent) return;
    const { status, body, retryAfterSeconds } = error;
    if (status === 405) void reply.header('allow', this.routes.methodsOf(request.url).join(', '));
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    // No hook sees a path that cannot be read under a method that it has no route for.
    void reply.header('x-request-id', request.id);
    void reply.status(status).header('content-type', 'application/json; charset=utf-8').send(body);
  }

  /** Where a request goes comes first: what is wrong with its body matters only on a path that reads one. */
  private translate(exception: unknown, request: FastifyRequest): OpenAiError {
    const allowed = this.routes.methodsOf(request.url);
    if (allowed.length === 0) return toUnknownPathError(request);
    if (!allowed.includes(request.method === 'HEAD' ? 'GET' : request.method)) return toWrongMethodError(allowed);
    const status = readStatus(exception);
    if (status === 404) return toUnknownPathError(request);
    if (status === 415) return toMediaTypeError(request.headers['content-type']);
    return toOpenAiError(exception, request.id);
  }

  /**
   * What the caller did wrong is in the access log; what we did wrong needs its cause. The state of the reply tells
   * whether the caller left: Node destroys every request as soon as its body is read.
   */
  private log(status: number, exception: unknown, reply: FastifyReply): void {
    const context = { status, err: exception };
    if (reply.raw.destroyed) this.logger.debug(context, 'The caller left before the answer');
    else this.logger.error(context, 'A request failed');
  }
}
