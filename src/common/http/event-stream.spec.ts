import { type CallHandler, type ExecutionContext, StreamableFile } from '@nestjs/common';
import * as fc from 'fast-check';
import { lastValueFrom, of } from 'rxjs';
import { DONE_FRAME, EventStreamHeadersInterceptor, toEventStream, toFrame } from './event-stream';

describe(toFrame.name, () => {
  it('should put any data on one data line', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (data) => {
        const frame = toFrame(data);
        expect(frame).toMatch(/^data: [^\r\n]+\n\n$/);
        expect(JSON.parse(frame.slice('data: '.length))).toEqual(JSON.parse(JSON.stringify(data)));
      }),
    );
  });
});

describe(toEventStream.name, () => {
  async function* frames(log: string[]): AsyncGenerator<string> {
    try {
      for (let index = 1; index <= 3; index += 1) {
        log.push(`made ${index}`);
        await Promise.resolve();
        yield toFrame({ index });
      }
      yield DONE_FRAME;
    } finally {
      log.push('ended');
    }
  }

  it('should carry the frames in their order, each as a piece of its own', async () => {
    const log: string[] = [];
    const pieces: string[] = [];
    for await (const piece of toEventStream(frames(log)).getStream()) pieces.push(String(piece));
    expect(pieces).toEqual([
      'data: {"index":1}\n\n',
      'data: {"index":2}\n\n',
      'data: {"index":3}\n\n',
      'data: [DONE]\n\n',
    ]);
  });

  it('should name the type of an event stream', () => {
    expect(toEventStream(frames([])).getHeaders()).toMatchObject({ type: 'text/event-stream; charset=utf-8' });
  });

  it('should end the source when the reader goes away', async () => {
    const log: string[] = [];
    for await (const piece of toEventStream(frames(log)).getStream()) {
      expect(String(piece)).toContain('"index":1');
      break;
    }
    expect(log.at(-1)).toBe('ended');
  });
});

describe(EventStreamHeadersInterceptor.name, () => {
  async function headersFor(body: unknown): Promise<Record<string, string>> {
    const headers: Record<string, string> = {};
    const reply = { headers: (added: Record<string, string>) => Object.assign(headers, added) };
    const context = { switchToHttp: () => ({ getResponse: () => reply }) } as unknown as ExecutionContext;
    const next: CallHandler = { handle: () => of(body) };
    await lastValueFrom(new EventStreamHeadersInterceptor().intercept(context, next));
    return headers;
  }

  it('should ask proxies to pass a stream on at once', async () => {
    expect(await headersFor(new StreamableFile(Buffer.from('x')))).toEqual({
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
  });

  it('should leave any other reply alone', async () => {
    expect(await headersFor({ id: 'chatcmpl-1' })).toEqual({});
  });
});
