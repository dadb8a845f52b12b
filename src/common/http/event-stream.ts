import { Readable } from 'node:stream';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';

/** One server-sent event with a `data:` line only: OpenAI's clients stumble over `id:` and `event:` lines. */
export function toFrame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export const DONE_FRAME = 'data: [DONE]\n\n';

/** Wraps frames as a reply. Each leaves as soon as it is made, and the source is ended when the reader goes away. */
export function toEventStream(frames: AsyncIterable<string>): StreamableFile {
  return new StreamableFile(Readable.from(frames), { type: 'text/event-stream; charset=utf-8' });
}

/** Tells every proxy on the way to pass an event stream on at once and unchanged. */
@Injectable()
export class EventStreamHeadersInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap((body: unknown) => {
        if (!(body instanceof StreamableFile)) return;
        context.switchToHttp().getResponse<FastifyReply>().headers({
          'cache-control': 'no-cache, no-transform',
          'x-accel-buffering': 'no',
        });
      }),
    );
  }
}
