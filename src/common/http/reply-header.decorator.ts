import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyReply } from 'fastify';

/** Sets a header of the reply. Without effect once the reply has begun. */
export type SetReplyHeader = (name: string, value: string) => void;

/** Injects a way to set a header that only becomes known while the reply is made. */
export const ReplyHeader = createParamDecorator((_data: unknown, context: ExecutionContext): SetReplyHeader => {
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  return (name, value) => {
    if (!reply.raw.headersSent) void reply.header(name, value);
  };
});
