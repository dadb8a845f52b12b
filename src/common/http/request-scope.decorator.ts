import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Access } from '../access';
import { type TurnClock } from '../turn-clock';
import { readGrantedAccess } from './request-access';
import { clockOf } from './request-clock';
import { type TokenAllowance } from '../token-allowance';
import { readAllowance } from './request-allowance';

/** What belongs to one HTTP request, whatever it asks for. */
export interface RequestScope {
  /** Who sent it. */
  readonly access: Access;
  readonly requestId: string;
  /** Aborted when the caller's connection closes before the reply is complete. */
  readonly signal: AbortSignal;
  /** Has run since the request came. */
  readonly clock: TurnClock;
  /** Absent where no tokens are counted. */
  readonly allowance?: TokenAllowance;
}

/** Injects who asks, the request's id, a signal that follows its socket, and what it may use of a model. */
export const Scope = createParamDecorator((_data: unknown, context: ExecutionContext): RequestScope => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  const response = http.getResponse<FastifyReply>().raw;
  const controller = new AbortController();
  if (response.destroyed) controller.abort();
  // The listener goes with the response object, which lives no longer than the request.
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  const allowance = readAllowance(request);
  return {
    access: readGrantedAccess(request),
    requestId: request.id,
    signal: controller.signal,
    clock: clockOf(request.raw),
    ...(allowance === undefined ? {} : { allowance }),
  };
});
