import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { namesNobody } from './names-nobody';

/** Injects whether the body names nobody. It is read as it was sent, since validation drops what it does not know. */
export const NamesNobody = createParamDecorator((_data: unknown, context: ExecutionContext): boolean =>
  namesNobody(context.switchToHttp().getRequest<FastifyRequest>().body),
);
