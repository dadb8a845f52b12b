import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { digestText } from '../../common/digest-text';
import { readGrantedAccess } from '../../common/http/request-access';
import { digestRequest } from './digest-request';
import { IdempotencyService } from './idempotency.service';
import { nameRequest } from './idempotent-request-id.decorator';
import { type KeyedRequest } from './idempotency.repository';
import { readIdempotencyKey } from './read-idempotency-key';

/** Answers a request that is sent again with the same `Idempotency-Key` with the bytes of the first answer. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyService) {}

  /** @throws IdempotencyKeyMissingError, IdempotencyKeyInvalidError, IdempotencyKeyReusedError, RequestInFlightError */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<string>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { body, replayed } = await this.idempotency.answerOnce(toKeyedRequest(request), (id) => {
      nameRequest(request, id);
      return lastValueFrom(next.handle());
    });
    // A text is sent as it is, so that the first answer and its repetitions are the same bytes.
    const reply = http.getResponse<FastifyReply>();
    void reply.header('content-type', 'application/json; charset=utf-8');
    if (replayed) void reply.header('idempotent-replayed', 'true');
    return of(body);
  }
}

function toKeyedRequest(request: FastifyRequest): KeyedRequest {
  const { method, body } = request;
  // The route and not the URL, which may come with other slashes.
  const path = request.routeOptions.url ?? '';
  return {
    tenant: readGrantedAccess(request).tenant,
    path,
    keyDigest: digestText(readIdempotencyKey(request.headers)),
    requestDigest: digestRequest({ method, path, body }),
  };
}
