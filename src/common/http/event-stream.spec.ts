import { type CallHandler, type ExecutionContext, StreamableFile } from '@nestjs/common';
import * as fc from 'fast-check';
import { lastValueFrom, of } from 'rxjs';
import { DONE_FRAME, EventStreamInterceptor, toEventStream, toFrame } from './event-stream';

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

describe(EventStreamInterceptor.name, () => {
  interface Passed {
    readonly headers: object;
    readonly body: unknown;
  }

  async function pass(body: unknown, wanted?: string): Promise<Passed> {
    const headers: Record<string, string> = {};
    const reply = { headers: (added: Record<string, string>) => Object.assign(headers, added) };
    const request = { raw: {}, headers: wanted === undefined ? {} : { 'x-server-timing': wanted } };
    const http = { getRequest: () => request, getResponse: () => reply };
    const context = { switchToHttp: () => http } as unknown as ExecutionContext;
    const next: CallHandler = { handle: () => of(body) };
    return { headers, body: await lastValueFrom(new EventStreamInterceptor().intercept(context, next)) };
  }

  async function* speak(log: string[] = [], failure?: Error): AsyncGenerator<string> {
    try {
      await Promise.resolve();
      yield toFrame({ index: 1 });
      yield toFrame({ index: 2 });
      if (failure !== undefined) throw failure;
      yield DONE_FRAME;
    } finally {
      log.push('ended');
    }
  }

  async function read({ body }: Passed, pieces: string[] = []): Promise<readonly string[]> {
    if (!(body instanceof StreamableFile)) throw new Error('This is no stream.');
    for await (const piece of body.getStream()) pieces.push(String(piece));
    return pieces;
  }

  it('should ask proxies to pass a stream on at once', async () => {
    expect((await pass(toEventStream(speak()))).headers).toEqual({
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
  });

  it('should leave any other reply alone', async () => {
    const body = { id: 'chatcmpl-1' };
    const passed = await pass(body, '1');
    expect(passed.headers).toEqual({});
    expect(passed.body).toBe(body);
  });

  it('should tell where the time went before the end, for who asks', async () => {
    const pieces = await read(await pass(toEventStream(speak()), '1'));
    expect(pieces).toEqual([
      'data: {"index":1}\n\n',
      'data: {"index":2}\n\n',
      expect.stringMatching(/^: server-timing own;dur=\d+\.\d\d\n\n$/),
      'data: [DONE]\n\n',
    ]);
  });

  it.each([undefined, '0', 'true', ''])('should send no comment to anybody else (%p)', async (wanted) => {
    const stream = toEventStream(speak());
    const passed = await pass(stream, wanted);
    expect(passed.body).toBe(stream);
    expect((await read(passed)).join('')).not.toMatch(/^:/m);
  });

  it('should pass on what breaks off, without a comment', async () => {
    const pieces: string[] = [];
    const passed = await pass(toEventStream(speak([], new Error('broken off'))), '1');
    await expect(read(passed, pieces)).rejects.toThrow('broken off');
    expect(pieces).toHaveLength(2);
  });

  it('should end the source when the reader goes away', async () => {
    const log: string[] = [];
    const { body } = await pass(toEventStream(speak(log)), '1');
    const stream = (body as StreamableFile).getStream();
    for await (const piece of stream) {
      expect(String(piece)).toContain('"index":1');
      break;
    }
    expect(log).toEqual(['ended']);
  });
});
