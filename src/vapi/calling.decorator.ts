import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { readGrantedAccess } from '../common/http/request-access';
import { isJsonObject } from '../common/json';
import { readVapiCall, type VapiCall } from './vapi-call';

/**
 * Injects the call that a request belongs to. Every request under a key of a voice platform belongs to one, whether or
 * not it tells of it, unless it asks for data, which nobody hears. Read from the body as it was sent, since the parameters of a chat completion have no room for it.
 */
export const Calling = createParamDecorator((_data: unknown, context: ExecutionContext): VapiCall | undefined => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (asksForData(request.body)) return undefined;
  const isVoicePlatform = readGrantedAccess(request).scopes.includes('vapi');
  return readVapiCall(request.body) ?? (isVoicePlatform ? {} : undefined);
});

function asksForData(body: unknown): boolean {
  const format = isJsonObject(body) ? body.response_format : undefined;
  return isJsonObject(format) && format.type !== 'text';
}
