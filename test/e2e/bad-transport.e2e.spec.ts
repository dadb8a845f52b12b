import { once } from 'node:events';
import { connect } from 'node:net';
import { Database } from '../../src/database/database';
import { startTestApp, type TestApp } from '../support/test-app';
import { countRows, type ErrorFields, NOTHING_WRITTEN, readError, readErrorBody } from '../support/wire';

const CHAT = '/v1/chat/completions';
const NATIVE = '/api/agent/query';
const HI = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] });

describe('requests that are wrong before their meaning', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp();
  });

  afterAll(async () => {
    await service.close();
  });

  afterEach(async () => {
    expect(await countRows(service.app.get(Database))).toEqual(NOTHING_WRITTEN);
    const answer = await service.post(CHAT, HI);
    expect(answer.status).toBe(200);
  });

  /** Sends bytes as they are, and reads until the server closes the connection. */
  function sendRaw(text: string): Promise<string> {
    const { port, hostname } = new URL(service.url);
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString('latin1')));
      // A reset after the reply is how the server gets rid of what it did not read.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        resolve(received);
      });
      socket.write(Buffer.from(text, 'latin1'));
    });
  }

  function readRawError(reply: string): ErrorFields & { readonly head: string } {
    const [head = '', body = ''] = reply.split('\r\n\r\n');
    return { head, ...readErrorBody(body) };
  }

  describe('when the body is too large', () => {
    const largeBody = JSON.stringify({ messages: [{ role: 'user', content: 'a'.repeat(5_000_000) }] });

    it.each([CHAT, NATIVE])('should answer 413 to 5 MB on %s', async (path) => {
      const response = await service.post(path, largeBody);
      expect(response.status).toBe(413);
      expect(await readError(response)).toMatchObject({ param: null, code: 'request_too_large' });
    });

    it('should answer 413 to 5 MB that come without a length', async () => {
      const body = new ReadableStream({
        start(controller) {
          for (let sent = 0; sent < 5_000_000; sent += 50_000) controller.enqueue(Buffer.alloc(50_000, 'a'));
          controller.close();
        },
      });
      const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
      const response = await fetch(service.url + CHAT, request as RequestInit);
      expect(response.status).toBe(413);
      expect(await readError(response)).toMatchObject({ param: null, code: 'request_too_large' });
    });

    it('should hear the client out, who would see a broken pipe instead of the answer', async () => {
      const { port, hostname } = new URL(service.url);
      const socket = connect(Number(port), hostname);
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString('latin1')));
      socket.write(
        `POST ${CHAT} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000000\r\n\r\n`,
      );
      socket.write('a'.repeat(100_000));
      // By the time that other requests are answered, the server has read the head of this one.
      for (let count = 0; count < 5; count += 1) await fetch(`${service.url}/health/live`);
      expect(received).toBe('');
      socket.write('a'.repeat(4_900_000));
      await once(socket, 'close');
      const { head, code } = readRawError(received);
      expect(head).toContain('HTTP/1.1 413 ');
      expect(code).toBe('request_too_large');
    });

    it('should take a body of 1 MB', async () => {
      const messages = [{ role: 'user', content: 'Hello' }];
      const response = await service.post(CHAT, { messages, padding: 'a'.repeat(1_000_000) });
      expect(response.status).toBe(200);
    });
  });

  describe('when the content type is wrong', () => {
    const form = new FormData();
    form.set('messages', 'Hello');

    it.each([
      ['text/plain', 'text/plain;charset=UTF-8', HI],
      ['urlencoded', 'application/x-www-form-urlencoded', new URLSearchParams({ messages: 'Hello' })],
      ['multipart', 'multipart/form-data', form],
      ['none', '', Buffer.from(HI)],
      ['5 MB of text', 'text/plain', 'a'.repeat(5_000_000)],
    ])('should answer 415 to %s', async (_what, named, body) => {
      const response = await fetch(service.url + CHAT, { method: 'POST', body });
      expect(response.status).toBe(415);
      const error = await readError(response);
      expect(error).toMatchObject({ type: 'invalid_request_error', param: null, code: 'unsupported_content_type' });
      expect(error.message).toContain(`Unsupported content type: '${named}`);
    });

    it.each(['garbage', 'application/jsonx', 'application/vnd.api+json', 'application/json-seq'])(
      'should answer 415 to %s',
      async (contentType) => {
        const response = await service.post(CHAT, HI, { headers: { 'content-type': contentType } });
        expect(response.status).toBe(415);
        expect(await readError(response)).toMatchObject({ code: 'unsupported_content_type' });
      },
    );

    it.each(['application/json; charset=utf-8', 'Application/JSON'])('should take %s', async (contentType) => {
      const response = await service.post(CHAT, HI, { headers: { 'content-type': contentType } });
      expect(response.status).toBe(200);
    });
  });

  describe('when nobody serves the path', () => {
    const paths = ['/', '/v1', '/v1/completions', '/v1/models/a/b', '/V1/chat/completions', '/docs/missing.js'];

    it.each(paths)('should answer 404 to GET %s', async (path) => {
      const response = await fetch(service.url + path);
      expect(response.status).toBe(404);
      expect(await readError(response)).toEqual({
        message: `Invalid URL (GET ${path})`,
        type: 'invalid_request_error',
        param: null,
        code: null,
      });
    });

    it.each([HI, '{', 'a'.repeat(5_000_000)])('should answer 404 to a POST, whatever its body (%#)', async (body) => {
      const response = await service.post('/nowhere?secret=1', body);
      expect(response.status).toBe(404);
      expect((await readError(response)).message).toBe('Invalid URL (POST /nowhere)');
    });
  });

  describe('when the method is wrong', () => {
    const served: readonly (readonly [string, string])[] = [
      [CHAT, 'POST'],
      ['/chat/completions', 'POST'],
      ['/api/agent/query/openai', 'POST'],
      ['/api/agent/query/openai/', 'POST'],
      ['//api/agent//query/openai//chat/completions/', 'POST'],
      [NATIVE, 'POST'],
      ['/v1/models', 'GET'],
      ['/v1/models/embedded-dialog-1', 'GET'],
      ['/v1/models/a%2Fb', 'GET'],
      ['/health/live', 'GET'],
      ['/health/ready', 'GET'],
    ];
    const rows = served.flatMap(([path, allowed]) =>
      ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
        .filter((method) => method !== allowed)
        .map((method) => [method, path, allowed] as const),
    );

    it('should answer with an id of the request to a path that cannot be read, too', async () => {
      const response = await fetch(`${service.url}/v1/models/%E0%A4%A`, { method: 'PUT' });
      expect(response.status).toBe(405);
      expect(await readError(response)).toMatchObject({ code: 'method_not_supported' });
    });

    it.each(rows)('should answer 405 to %s %s', async (method, path, allowed) => {
      const response = await fetch(service.url + path, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe(allowed);
      expect(await readError(response)).toEqual({
        message: `Only ${allowed} requests are accepted.`,
        type: 'invalid_request_error',
        param: null,
        code: 'method_not_supported',
      });
    });

    it.each(['{', 'a'.repeat(5_000_000)])('should answer 405 whatever the body (%#)', async (body) => {
      const response = await service.post('/v1/models', body);
      expect(response.status).toBe(405);
      expect((await readError(response)).code).toBe('method_not_supported');
    });
  });

  describe('when the URL or the head cannot be read', () => {
    it.each(['/%zz', '/v1/models/%zz', '/v1/models/%ff'])('should answer 400 to GET %s', async (path) => {
      const response = await fetch(service.url + path);
      expect(response.status).toBe(400);
      expect(await readError(response)).toMatchObject({ type: 'invalid_request_error', param: null, code: null });
    });

    it('should answer 414 to a model id of 600 letters', async () => {
      const response = await fetch(`${service.url}/v1/models/${'a'.repeat(600)}`);
      expect(response.status).toBe(414);
      expect(await readError(response)).toMatchObject({ type: 'invalid_request_error', param: null, code: null });
    });

    it.each([
      ['a header of 20 kB', `GET /health/live HTTP/1.1\r\nHost: x\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
      ['a URL of 20 kB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
      ['a line that is no request', 'HELLO\r\n\r\n', 400],
      ['a method that nobody knows', `BREW ${CHAT} HTTP/1.1\r\nHost: x\r\n\r\n`, 400],
      ['a length that is no number', `POST ${CHAT} HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n`, 400],
      ['a NUL byte in the URL', 'GET /a\u0000b HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ])('should answer %s with the envelope', async (_what, request, status) => {
      const error = readRawError(await sendRaw(request));
      expect(error.head).toContain(`HTTP/1.1 ${status} `);
      expect(error.head).toMatch(/x-request-id: req_[0-9a-f]{32}/);
      expect(error).toMatchObject({ type: 'invalid_request_error', param: null, code: null });
    });

    it('should answer a body that stops halfway with 408', async () => {
      const head = `POST ${CHAT} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`;
      const error = readRawError(await sendRaw(`${head}{"messages":`));
      expect(error.head).toContain('HTTP/1.1 408 ');
      expect(error).toMatchObject({ type: 'invalid_request_error', param: null, code: null });
    }, 30_000);
  });

  describe('when the native query is wrong', () => {
    const rows: readonly (readonly [unknown, string, string])[] = [
      [{}, 'query', 'missing_required_parameter'],
      [{ query: null }, 'query', 'invalid_type'],
      [{ query: '' }, 'query', 'string_below_min_length'],
      [{ query: 3 }, 'query', 'invalid_type'],
      [{ query: ['Hello'] }, 'query', 'invalid_type'],
      [{ query: 'a'.repeat(10_001) }, 'query', 'string_above_max_length'],
      [{ query: 'Hello', phone_number: 'abc' }, 'phone_number', 'invalid_value'],
      [{ query: 'Hello', phone_number: '' }, 'phone_number', 'invalid_value'],
      [{ query: 'Hello', phone_number: '12' }, 'phone_number', 'invalid_value'],
      [{ query: 'Hello', phone_number: '1'.repeat(50) }, 'phone_number', 'invalid_value'],
      [{ query: 'Hello', phone_number: 1234567890 }, 'phone_number', 'invalid_type'],
      [{ query: 'Hello', conversation_id: 'a b' }, 'conversation_id', 'invalid_value'],
      [{ query: 'Hello', conversation_id: '' }, 'conversation_id', 'invalid_value'],
      [{ query: 'Hello', conversation_id: 'a'.repeat(129) }, 'conversation_id', 'invalid_value'],
      [{ query: 'Hello', conversation_id: 7 }, 'conversation_id', 'invalid_type'],
      [{ query: 'Hello', stream: 'true' }, 'stream', 'invalid_type'],
    ];

    it.each(rows)('should answer 400 to case %# and name what is wrong', async (body, param, code) => {
      const response = await service.post(NATIVE, body);
      expect(response.status).toBe(400);
      expect(await readError(response)).toMatchObject({ type: 'invalid_request_error', param, code });
    });
  });
});

describe('odd bodies that are no mistakes', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp();
  });

  afterAll(async () => {
    await service.close();
  });

  const hello = '{"messages":[{"role":"user","content":"Hello"}]';

  it.each([
    ['keys that reach for a prototype', `${hello},"__proto__":{"stream":true},"constructor":{"prototype":{"a":1}}}`],
    ['keys of every object', `${hello},"toString":1,"hasOwnProperty":2,"then":{},"valueOf":null}`],
    ['lone surrogates', '{"messages":[{"role":"user","content":"\\ud800 Hello \\udc00"}]}'],
    ['an escaped NUL', '{"messages":[{"role":"user","content":"Hel\\u0000lo"}]}'],
    ['a byte order mark', `\ufeff${hello}}`],
    ['sixty levels in an unknown field', `${hello},"x":${'['.repeat(60)}${']'.repeat(60)}}`],
  ])('should answer %s as JSON', async (_what, body) => {
    const response = await service.post(CHAT, body);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('should keep lone surrogates and NUL bytes of a native query from the database', async () => {
    const odd = '{"query":"Hel\\u0000lo \\ud800","conversation_id":"odd"}';
    expect((await service.post(NATIVE, odd)).status).toBe(200);
    const { queries } = service.app.get(Database);
    const { text } = await queries.selectFrom('conversation_message').selectAll().executeTakeFirstOrThrow();
    expect(text).toMatch(/^Hel.lo .$/);
    expect(text).not.toContain('\u0000');
    expect(text).not.toMatch(/[\ud800-\udfff]/);
    expect((await service.post(NATIVE, odd)).status).toBe(200);
  });
});
