import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Browser } from 'playwright-core';
import { createKey } from '../factories/api-key.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { findChromium, launchChromium } from './docs/swagger-page';

const CHROMIUM = findChromium();
const VOICE = createKey();

if (CHROMIUM === undefined) {
  process.stderr.write(
    'SKIPPED: requests of a real browser, since no Chromium is installed (apt-get install chromium).\n',
  );
}

interface Seen {
  readonly status: number;
  readonly requestId: string | null;
  readonly timing: string | null;
  readonly text: string;
}

/** A web server that has nothing to do with the service, and one page. */
async function servePage(): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>A page</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

(CHROMIUM === undefined ? describe.skip : describe)('a page in a browser', () => {
  let browser: Browser;
  let service: TestApp;
  let ours: Awaited<ReturnType<typeof servePage>>;
  let strangers: Awaited<ReturnType<typeof servePage>>;

  beforeAll(async () => {
    ours = await servePage();
    strangers = await servePage();
    service = await startTestApp({ API_KEYS: VOICE.entry, CORS_ORIGINS: ours.origin });
    browser = await launchChromium(CHROMIUM ?? '');
  });

  afterAll(async () => {
    await browser.close();
    await service.close();
    for (const { server } of [ours, strangers]) server.close();
  });

  /** Sends from within a page what OpenAI's client would send, and tells what the page can see of the reply. */
  async function askFrom(origin: string, body: object, key = VOICE.key): Promise<Seen | 'blocked'> {
    const page = await browser.newPage();
    await page.goto(origin);
    const request = { url: `${service.url}/v1/chat/completions`, body: JSON.stringify(body), key };
    const seen = await page.evaluate(async ({ url, body: text, key: secret }) => {
      const headers = {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'x-stainless-lang': 'js',
        'x-stainless-retry-count': '0',
      };
      try {
        const response = await fetch(url, { method: 'POST', headers, body: text });
        return {
          status: response.status,
          requestId: response.headers.get('x-request-id'),
          timing: response.headers.get('server-timing'),
          text: await response.text(),
        };
      } catch {
        return 'blocked' as const;
      }
    }, request);
    await page.close();
    return seen;
  }

  const HELLO = { messages: [{ role: 'user', content: 'Hello' }] };

  it('should read completions, streams and errors where its origin is allowed', async () => {
    const requestId = expect.stringMatching(/^req_/) as string;
    expect(await askFrom(ours.origin, HELLO)).toMatchObject({
      status: 200,
      requestId,
      timing: expect.stringContaining('own;dur=') as string,
      text: expect.stringContaining('chat.completion') as string,
    });
    expect(await askFrom(ours.origin, { ...HELLO, stream: true })).toMatchObject({
      status: 200,
      requestId,
      text: expect.stringMatching(/data: \[DONE\]\n\n$/) as string,
    });
    expect(await askFrom(ours.origin, {})).toMatchObject({ status: 400, requestId });
    expect(await askFrom(ours.origin, HELLO, 'tlk_wrong')).toMatchObject({ status: 401, requestId });
  });

  it('should read nothing where it is not', async () => {
    expect(await askFrom(strangers.origin, HELLO)).toBe('blocked');
  });
});
