import { createKey } from '../factories/api-key.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { readError } from '../support/wire';

const CHAT = '/v1/chat/completions';
const HELLO = { messages: [{ role: 'user', content: 'Hello' }] };
const VOICE = createKey();

const PAGE = 'https://app.example.com';
const STRANGER = 'https://evil.example';
/** What OpenAI's client in a browser asks for. */
const SDK_HEADERS =
  'authorization,content-type,x-stainless-arch,x-stainless-lang,x-stainless-os,x-stainless-package-version,' +
  'x-stainless-retry-count,x-stainless-runtime,x-stainless-runtime-version,x-stainless-timeout,x-server-timing';

interface Granted {
  readonly origin: string | null;
  readonly vary: string;
  readonly credentials: string | null;
}

interface Sent {
  readonly init: RequestInit;
  readonly headers: Readonly<Record<string, string>>;
}

function granted({ headers }: Response): Granted {
  return {
    origin: headers.get('access-control-allow-origin'),
    vary: headers.get('vary') ?? '',
    credentials: headers.get('access-control-allow-credentials'),
  };
}

describe('cross-origin requests of browsers', () => {
  let service: TestApp;

  async function start(settings: Readonly<Record<string, string>>): Promise<void> {
    service = await startTestApp(settings);
  }

  const preflight = (origin: string, path = CHAT, method = 'POST'): Promise<Response> =>
    fetch(service.url + path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': SDK_HEADERS,
      },
    });

  const ask = (origin: string, body: unknown = HELLO): Promise<Response> =>
    service.post(CHAT, body, { headers: { origin, ...VOICE.headers } });

  describe('when origins are named', () => {
    beforeAll(async () => {
      await start({ API_KEYS: VOICE.entry, CORS_ORIGINS: `${PAGE}, http://localhost:3000` });
    });

    afterAll(async () => {
      await service.close();
    });

    it.each([CHAT, '/api/agent/query/openai', '/v1/models', '/v1/nowhere', `/k/${VOICE.key}${CHAT}`])(
      'should answer a preflight with all the headers that it names, and without a key (%s)',
      async (path) => {
        const response = await preflight(PAGE, path);
        expect(response.status).toBe(204);
        expect(await response.text()).toBe('');
        expect(granted(response)).toMatchObject({ origin: PAGE, credentials: null });
        expect(response.headers.get('access-control-allow-headers')).toBe(SDK_HEADERS);
        expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST');
        expect(response.headers.get('access-control-max-age')).toBe('600');
        expect(response.headers.get('vary')).toMatch(/Origin.*Access-Control-Request-Headers/i);
        expect(response.headers.get('x-request-id')).toMatch(/^req_/);
      },
    );

    const post = (body: string, headers: Readonly<Record<string, string>> = {}): Sent => ({
      init: { method: 'POST', body },
      headers: { 'content-type': 'application/json', ...VOICE.headers, ...headers },
    });
    const get: Sent = { init: {}, headers: VOICE.headers };

    it.each<[string, number, { readonly path?: string; readonly sent: Sent }]>([
      ['a completion', 200, { sent: post(JSON.stringify(HELLO)) }],
      ['a stream', 200, { sent: post(JSON.stringify({ ...HELLO, stream: true })) }],
      ['the models', 200, { path: '/v1/models', sent: get }],
      ['malformed JSON', 400, { sent: post('{') }],
      ['no key', 401, { sent: post(JSON.stringify(HELLO), { authorization: '' }) }],
      ['an unknown path', 404, { path: '/v1/nowhere', sent: post('{}') }],
      ['a wrong method', 405, { sent: get }],
      ['a large body', 413, { sent: post(JSON.stringify({ x: 'a'.repeat(3_000_000) })) }],
      ['plain text', 415, { sent: post('x', { 'content-type': 'text/plain' }) }],
    ])('should let a page read %s (%i)', async (_what, status, { path = CHAT, sent }) => {
      for (const origin of [PAGE, 'http://localhost:3000']) {
        const { init, headers } = sent;
        const response = await fetch(service.url + path, { ...init, headers: { ...headers, origin } });
        await response.text();
        expect(response.status).toBe(status);
        expect(granted(response)).toEqual({ origin, vary: 'Origin', credentials: null });
        const exposed = (response.headers.get('access-control-expose-headers') ?? '').split(', ');
        expect(exposed).toEqual(
          expect.arrayContaining([
            'x-request-id',
            'openai-processing-ms',
            'x-ratelimit-limit-requests',
            'x-ratelimit-remaining-tokens',
            'x-ratelimit-reset-requests',
            'retry-after',
            'x-cache',
            'server-timing',
          ]),
        );
      }
    });

    it.each([STRANGER, `${PAGE}.evil.example`, 'https://app.example.co', 'http://app.example.com', 'null'])(
      'should name no other origin (%s)',
      async (origin) => {
        for (const response of [await preflight(origin), await ask(origin)]) {
          expect(granted(response)).toMatchObject({ origin: null, credentials: null });
          expect(granted(response).vary).toContain('Origin');
        }
      },
    );

    it('should take OPTIONS for a wrong method when no browser asks', async () => {
      const asks: readonly Readonly<Record<string, string>>[] = [
        {},
        { origin: PAGE },
        { 'access-control-request-method': 'POST' },
        { 'content-type': 'application/json' },
        { 'content-type': 'text/plain' },
      ];
      for (const headers of asks) {
        const response = await fetch(service.url + CHAT, { method: 'OPTIONS', headers });
        expect(response.status).toBe(405);
        expect(await readError(response)).toMatchObject({ code: 'method_not_supported' });
      }
    });
  });

  describe('when any origin may', () => {
    beforeAll(async () => {
      await start({ API_KEYS: VOICE.entry, CORS_ORIGINS: '*' });
    });

    afterAll(async () => {
      await service.close();
    });

    it('should let every page read, and take no credentials of its browser', async () => {
      for (const response of [await preflight(STRANGER), await ask(STRANGER), await ask(STRANGER, '{')]) {
        expect(granted(response)).toMatchObject({ origin: '*', credentials: null });
      }
    });
  });

  describe('when nothing is set', () => {
    beforeAll(async () => {
      await start({});
    });

    afterAll(async () => {
      await service.close();
    });

    it.each(['http://localhost:5173', 'http://127.0.0.1', 'https://app.localhost', 'http://[::1]:8080'])(
      'should let pages of this machine read (%s)',
      async (origin) => {
        for (const response of [await preflight(origin), await ask(origin)]) {
          expect(granted(response).origin).toBe(origin);
        }
      },
    );

    it.each([
      STRANGER,
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'https://notlocalhost',
      'null',
    ])('should let no other page read (%s)', async (origin) => {
      for (const response of [await preflight(origin), await ask(origin)]) {
        expect(granted(response).origin).toBeNull();
      }
    });
  });
});
