import { Readable } from 'node:stream';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { type TurnClock } from '../turn-clock';
import { clockOf } from './request-clock';
import { toServerTiming } from './server-timing';

/** One server-sent event with a `data:` line only: OpenAI's clients stumble over `id:` and `event:` lines. */
export function toFrame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export const DONE_FRAME = 'data: [DONE]\n\n';

/** Wraps frames as a reply. Each leaves as soon as it is made, and the source is ended when the reader goes away. */
export function toEventStream(frames: AsyncIterable<string>): StreamableFile {
  return new StreamableFile(Readable.from(frames), { type: 'text/event-stream; charset=utf-8' });
}

/** Tells every proxy on the way to pass an event stream on at once and unchanged, and who asks for it where the time went. */
@Injectable()
export class EventStreamInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      map((body: unknown) => {
        if (!(body instanceof StreamableFile)) return body;
        http.getResponse<FastifyReply>().headers({
          'cache-control': 'no-cache, no-transform',
          'x-accel-buffering': 'no',
        });
        const { headers, raw } = http.getRequest<FastifyRequest>();
        if (headers['x-server-timing'] !== '1') return body;
        return toEventStream(addTiming(body.getStream(), clockOf(raw)));
      }),
    );
  }
}

/**
 * A comment before `[DONE]`, since clients do not read beyond that. It is no event to them, but some parsers are
 * surprised by comments, so it is only there for those who ask. A stream that breaks off has none.
 */
async function* addTiming(frames: AsyncIterable<string>, clock: TurnClock): AsyncGenerator<string> {
  for await (const frame of frames) {
    if (frame === DONE_FRAME) yield `: server-timing ${toServerTiming(clock)}\n\n`;
    yield frame;
  }
}
