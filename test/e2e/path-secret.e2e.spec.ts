import { once } from 'node:events';
import { connect } from 'node:net';
import OpenAI from 'openai';
import { createKey, type TestKey, toApiKeysSetting } from '../factories/api-key.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { readError, readPayloads } from '../support/wire';

const CHAT = '/v1/chat/completions';
const HELLO = { messages: [{ role: 'user', content: 'Hello' }] };

const VOICE = createKey({ id: 'voice' });
const OTHER = createKey({ id: 'other', tenant: 'other' });
const MODELS_ONLY = createKey({ id: 'vapi', tenant: 'third', scopes: ['vapi'] });
const NOT_LISTED = createKey();

describe('a key in the path', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({ LOG_LEVEL: 'trace', API_KEYS: toApiKeysSetting(VOICE, OTHER, MODELS_ONLY) });
  });

  afterAll(async () => {
    await service.close();
  });

  const under = ({ key }: Pick<TestKey, 'key'>, path: string): string => `/k/${key}${path}`;

  it.each([
    CHAT,
    '/chat/completions',
    '/api/agent/query/openai',
    '/api/agent/query/openai/',
    '/api/agent/query/openai/chat/completions',
    `${CHAT}/chat/completions`,
  ])('should open %s to a platform that can only set a URL', async (path) => {
    const response = await service.post(under(VOICE, path), HELLO);
    expect(await response.json()).toMatchObject({ object: 'chat.completion' });
    expect(response.status).toBe(200);
  });

  it('should stream', async () => {
    const response = await service.post(under(VOICE, CHAT), { ...HELLO, stream: true });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(readPayloads(await response.text()).at(-1)).toBe('[DONE]');
  });

  it.each(['/v1/models', '/v1/models/embedded-dialog-1', '/v1/models?limit=1', '/health/live', '/docs-json'])(
    'should reach %s',
    async (path) => {
      expect((await fetch(service.url + under(VOICE, path))).status).toBe(200);
    },
  );

  it('should take the native endpoint along', async () => {
    const response = await service.post(under(VOICE, '/api/agent/query'), { query: 'Hello' });
    expect(response.status).toBe(200);
  });

  it('should serve clients of OpenAI, which send a key of their own beside it', async () => {
    const baseURL = `${service.url}${under(VOICE, '/v1')}`;
    const client = new OpenAI({ baseURL, apiKey: 'sk-made-up', maxRetries: 0 });
    const completion = await client.chat.completions.create({
      model: 'any',
      messages: [{ role: 'user', content: 'Hello' }],
    });
    expect(completion.object).toBe('chat.completion');
  });

  describe('when it is wrong', () => {
    it.each([
      ['unknown', NOT_LISTED.key],
      ['cut short', VOICE.key.slice(0, -1)],
      ['a digest', VOICE.entry.slice(-64)],
      ['a whole entry', encodeURIComponent(VOICE.entry)],
      ['broken encoding', '%zz'],
    ])('should answer 401, whatever the headers say (%s)', async (_what, secret) => {
      for (const headers of [{}, VOICE.headers]) {
        const response = await service.post(`/k/${secret}${CHAT}`, HELLO, { headers });
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
        expect(await readError(response)).toEqual({
          message: 'Incorrect API key provided.',
          type: 'invalid_request_error',
          param: null,
          code: 'invalid_api_key',
        });
      }
    });

    it('should answer 403 when it lacks the scope', async () => {
      const response = await service.post(under(MODELS_ONLY, CHAT), HELLO, { headers: VOICE.headers });
      expect(response.status).toBe(403);
      expect(await readError(response)).toMatchObject({ code: 'missing_scope' });
    });
  });

  describe('when something else is wrong', () => {
    async function post(path: string, body: unknown = HELLO, init: RequestInit = {}): Promise<Response> {
      return service.post(under(VOICE, path), body, init);
    }

    it('should answer as without it', async () => {
      const missing = await post('/v1/completions');
      expect(missing.status).toBe(404);
      expect((await readError(missing)).message).toBe('Invalid URL (POST /v1/completions)');
      expect((await readError(await post(''))).message).toBe('Invalid URL (POST /)');
      const method = await fetch(service.url + under(VOICE, CHAT));
      expect([method.status, method.headers.get('allow')]).toEqual([405, 'POST']);
      expect((await post(CHAT, '{')).status).toBe(400);
      expect((await post(CHAT, {})).status).toBe(400);
      expect((await post(CHAT, 'a', { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
      expect((await post(CHAT, JSON.stringify({ messages: 'a'.repeat(3_000_000) }))).status).toBe(413);
      expect((await post('/v1/models/%zz')).status).toBe(400);
      expect((await fetch(`${service.url}${under(VOICE, '/v1/models/')}${'a'.repeat(600)}`)).status).toBe(414);
    });
  });

  describe('when all is done', () => {
    /** Sends a head as it is, and reads the whole answer. */
    async function sendRaw(head: string): Promise<string> {
      const { port, hostname } = new URL(service.url);
      const socket = connect(Number(port), hostname);
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString('latin1')));
      socket.write(`${head}\r\nHost: x\r\nConnection: close\r\n\r\n`);
      await once(socket, 'close');
      return received;
    }

    it('should have left no trace in logs, replies and headers, wherever the platform put it', async () => {
      const { key } = VOICE;
      const heads = [
        `GET http://bank.example/k/${key}/v1/models HTTP/1.1`,
        `GET //k//${key}//v1/nowhere HTTP/1.1`,
        `GET /K/${key}/v1/nowhere HTTP/1.1`,
        `GET /v1/k/${key}/chat/completions HTTP/1.1`,
        `GET /api/agent/query/openai/k/${key} HTTP/1.1`,
        `GET /key/${key}/v1/models HTTP/1.1`,
        `GET /${key}/v1/models HTTP/1.1`,
        `GET /k/${key}/docs HTTP/1.1`,
        `GET /k/${key}/%zz HTTP/1.1`,
        `GET /k/${key}/a\u0000b HTTP/1.1`,
        `BREW /k/${key}/v1/models HTTP/1.1`,
        `OPTIONS /k/${key}${CHAT} HTTP/1.1`,
      ];
      const replies = await Promise.all(heads.map(sendRaw));
      expect(replies[0]).toMatch(/^HTTP\/1\.1 200 /);
      for (const reply of replies) {
        expect(reply).toMatch(/^HTTP\/1\.1 \d{3} /);
        expect(reply).not.toContain(key.slice(4));
      }
      expect(service.logs()).toContain(`POST ${CHAT} 200`);
      expect(service.logs()).toContain(`POST ${CHAT} 401`);
      expect(service.logs()).toContain('POST /v1/completions 404');
      for (const { key: secret, entry } of [VOICE, OTHER, MODELS_ONLY, NOT_LISTED]) {
        for (const part of [secret.slice(4, 20), secret.slice(-16), entry.slice(-64)]) {
          expect(service.logs()).not.toContain(part);
        }
      }
    });
  });
});
