import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { AgentService } from '../../src/agent/agent.service';
import { Database } from '../../src/database/database';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { createKey } from '../factories/api-key.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { waitUntil } from '../support/wait-until';
import { readError, readErrorBody } from '../support/wire';

const CHAT = '/v1/chat/completions';
const MODEL = 'embedded-dialog-1';
const HELLO = { model: MODEL, messages: [{ role: 'user', content: 'Hello' }] };
const VOICE = createKey();
const SCOPELESS = createKey({ id: 'scopeless', tenant: 'other', scopes: ['vapi'] });

interface Ask {
  readonly method?: string;
  readonly path?: string;
  /** A string is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the error that it is answered with; absent for none. */
  readonly code?: string;
}

describe('the headers of a reply', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({
      MODEL_NAMES: 'strict',
      API_KEYS: [VOICE, SCOPELESS].map(({ entry }) => entry).join(),
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await service.close();
  });

  function send({ method = 'POST', path = CHAT, body = HELLO, headers = {} }: Ask): Promise<Response> {
    const sent = { 'content-type': 'application/json', ...VOICE.headers, ...headers };
    return method === 'POST'
      ? service.post(path, body, { headers: sent })
      : fetch(service.url + path, { method, headers: sent });
  }

  const replies: readonly (readonly [string, number, Ask])[] = [
    ['a completion', 200, {}],
    ['a stream', 200, { body: { ...HELLO, stream: true } }],
    ['a native reply', 200, { path: '/api/agent/query', body: { query: 'Hello' } }],
    ['a native stream', 200, { path: '/api/agent/query', body: { query: 'Hello', stream: true } }],
    ['the models', 200, { method: 'GET', path: '/v1/models' }],
    ['the docs', 200, { method: 'GET', path: '/docs' }],
    ['health', 200, { method: 'GET', path: '/health/ready' }],
    ['malformed JSON', 400, { body: '{' }],
    ['a bad field', 400, { body: { ...HELLO, temperature: 3 }, code: 'decimal_above_max_value' }],
    ['broken encoding', 400, { method: 'GET', path: '/v1/models/%zz' }],
    ['no key', 401, { headers: { authorization: '' } }],
    ['a wrong key', 401, { headers: { authorization: 'Bearer tlk_wrong' }, code: 'invalid_api_key' }],
    ['a missing scope', 403, { headers: SCOPELESS.headers, code: 'missing_scope' }],
    ['an unknown path', 404, { path: '/v1/nowhere' }],
    ['an unknown model', 404, { body: { ...HELLO, model: 'gpt-unknown' }, code: 'model_not_found' }],
    ['an unknown model by its path', 404, { method: 'GET', path: '/v1/models/a%2Fb', code: 'model_not_found' }],
    ['a wrong method', 405, { method: 'GET', code: 'method_not_supported' }],
    ['options without an origin', 405, { method: 'OPTIONS', code: 'method_not_supported' }],
    ['a large body', 413, { body: JSON.stringify({ ...HELLO, x: 'a'.repeat(3_000_000) }), code: 'request_too_large' }],
    ['a long id', 414, { method: 'GET', path: `/v1/models/${'a'.repeat(600)}` }],
    ['plain text', 415, { body: 'Hello', headers: { 'content-type': 'text/plain' }, code: 'unsupported_content_type' }],
  ];

  describe('when it is any reply', () => {
    it.each(replies)('should name the request, the version and the time (%s: %i)', async (_what, status, ask) => {
      const response = await send({ ...ask, headers: { ...ask.headers, 'x-request-id': 'turn-1' } });
      expect(response.status).toBe(status);
      expect(response.headers.get('x-request-id')).toBe('turn-1');
      expect(response.headers.get('openai-version')).toBe('2020-10-01');
      expect(response.headers.get('openai-processing-ms')).toMatch(/^\d{1,5}$/);
      expect(response.headers.has('content-encoding')).toBe(false);
      await response.text();
    });

    it.each(replies.filter(([, status]) => status >= 400))(
      'should have the four keys of an error and nothing else, with the code of OpenAI (%s: %i)',
      async (_what, status, ask) => {
        const response = await send(ask);
        expect(response.status).toBe(status);
        expect((await readError(response)).code).toBe(ask.code ?? null);
      },
    );

    it('should have them even when the request was none', async () => {
      const { port, hostname } = new URL(service.url);
      const socket = connect(Number(port), hostname);
      const received = collect(socket);
      socket.write('HELLO\r\n\r\n');
      await once(socket, 'close');
      expect(received()).toMatch(/^HTTP\/1\.1 400 /);
      expect(received()).toMatch(/\r\nx-request-id: req_[0-9a-f]{32}\r\n/);
      expect(received()).toMatch(/\r\nopenai-version: 2020-10-01\r\n/);
      expect(received()).toMatch(/\r\nopenai-processing-ms: 0\r\n/);
    });
  });

  describe('when the client is to wait', () => {
    it.each<[string, number, number | undefined, string]>([
      ['model_throttled', 429, undefined, '2'],
      ['model_throttled', 429, 0.2, '1'],
      ['model_quota_exhausted', 429, 7, '7'],
      ['model_unavailable', 503, 3_600, '60'],
      ['model_not_ready', 503, 12.1, '13'],
      ['turn_aborted', 503, undefined, '2'],
    ])('should say for how long, in 1 to 60 whole seconds (%s: %i, %p)', async (code, ...row) => {
      const [status, seconds, expected] = row;
      const options = seconds === undefined ? {} : { retryAfterSeconds: seconds };
      jest.spyOn(service.app.get(AgentService), 'run').mockImplementation(async function* () {
        await Promise.resolve();
        yield { type: 'turn-start', model: MODEL };
        throw new LanguageModelError(code as 'model_throttled', 'upstream words', options);
      });
      for (const stream of [false, true]) {
        const response = await send({ body: { ...HELLO, stream } });
        expect(response.status).toBe(status);
        expect(response.headers.get('retry-after')).toBe(expected);
        expect((await readError(response)).message).not.toMatch(/billing|quota/i);
      }
    });

    it('should say so when it is not ready', async () => {
      jest.spyOn(service.app.get(Database), 'checkHealth').mockResolvedValue({ state: 'down', detail: 'Away.' });
      const response = await send({ method: 'GET', path: '/health/ready' });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('2');
      await response.text();
    });

    it('should not say so otherwise', async () => {
      for (const [, , ask] of replies) {
        const response = await send(ask);
        expect(response.headers.has('retry-after')).toBe(false);
        await response.text();
      }
    });
  });
});

describe('a request that comes while the service ends', () => {
  it('should be refused in the form of all errors, and told when to come again', async () => {
    const service = await startTestApp();
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const run = jest.spyOn(service.app.get(AgentService), 'run').mockImplementation(async function* () {
      await finished;
      yield { type: 'turn-start', model: 'm' };
      yield { type: 'text-delta', text: 'Goodbye.' };
      const usage = { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 };
      yield { type: 'turn-end', finishReason: 'end-turn', usage };
    });
    const { port, hostname } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    const received = collect(socket);
    const body = JSON.stringify(HELLO);
    const request =
      `POST ${CHAT} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
      `Origin: http://localhost:3000\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    socket.write(request);
    await waitUntil(() => run.mock.calls.length === 1);
    const closed = service.close();
    // A new connection is refused as soon as the service has begun to end.
    await waitUntil(async () => !(await reaches(service.url)));
    socket.write(request);
    finish();
    await Promise.all([once(socket, 'close'), closed]);
    const [, first = '', second = ''] = received().split('HTTP/1.1 ');
    expect(first).toMatch(/^200 /);
    expect(first).toContain('Goodbye.');
    expect(second).toMatch(/^503 /);
    expect(second).toMatch(/\r\nretry-after: 2\r\n/);
    expect(second).toMatch(/\r\nopenai-version: 2020-10-01\r\n/);
    // A page may read it, and it is as harmless to a browser as any other reply.
    expect(second).toMatch(/\r\naccess-control-allow-origin: http:\/\/localhost:3000\r\n/);
    expect(second).toMatch(/\r\naccess-control-expose-headers: [^\r]*retry-after/);
    expect(second).toMatch(/\r\nx-content-type-options: nosniff\r\n/i);
    expect(readErrorBody(second.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'server_is_overloaded' });
    expect(run).toHaveBeenCalledTimes(1);
  });
});

function collect(socket: Socket): () => string {
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString('latin1')));
  return () => received;
}

function reaches(url: string): Promise<boolean> {
  return fetch(`${url}/health/live`).then(
    async (response) => (await response.text(), true),
    () => false,
  );
}
