import { type Browser } from 'playwright-core';
import { startTestApp, type TestApp } from '../../support/test-app';
import { findChromium, launchChromium, SwaggerPage } from './swagger-page';

const CHAT = '/api/agent/query/openai';
const NATIVE = '/api/agent/query';
const CARDS = [
  ...['passcode', 'passcode/check', 'list', 'balance', 'transactions', 'replacement-status'],
  ...['block', 'unblock', 'report-lost', 'replace', 'activate', 'dispute'],
];

jest.setTimeout(60_000);

const executablePath = findChromium();
if (executablePath === undefined) {
  process.stdout.write(
    'SKIPPED: the examples of Swagger UI, since no Chromium is installed (apt-get install chromium).\n',
  );
}

(executablePath === undefined ? describe.skip : describe)('the examples of Swagger UI', () => {
  let service: TestApp;
  let browser: Browser;
  let swagger: SwaggerPage;

  beforeAll(async () => {
    service = await startTestApp();
    browser = await launchChromium(executablePath ?? '');
    swagger = await SwaggerPage.open(browser, `${service.url}/docs`);
  });

  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  afterEach(() => {
    expect(swagger.complaints).toEqual([]);
    expect([...swagger.requestedHosts]).toEqual([new URL(service.url).host]);
  });

  describe('when the page is opened', () => {
    it('should show every endpoint under its heading', async () => {
      expect(await swagger.page.title()).toBe('Tellerline API');
      expect(await swagger.page.locator('.opblock-tag a span').allInnerTexts()).toEqual([
        'Chat completions',
        'Agent',
        'Cards',
        'Models',
        'Health',
      ]);
      expect(await swagger.listPaths()).toEqual([
        CHAT,
        '/v1/chat/completions',
        NATIVE,
        ...CARDS.map((name) => `/api/cards/${name}`),
        '/v1/models',
        '/v1/models/{id}',
        '/health/live',
        '/health/ready',
      ]);
    });

    it('should work with a slash behind its address too', async () => {
      const other = await SwaggerPage.open(browser, `${service.url}/docs/`);
      expect(await other.listPaths()).toHaveLength(19);
      expect(other.complaints).toEqual([]);
      await other.page.close();
    });
  });

  describe('when those of the chat endpoint are executed', () => {
    it('should show the loans, which come first', async () => {
      const { status, body } = await swagger.execute(await swagger.expand(CHAT));
      expect(status).toMatch(/^200/);
      for (const loan of ['Personal loan', 'Home loan', 'Auto loan']) expect(body).toContain(loan);
    });

    it('should ask before a card is blocked, and block it on the yes', async () => {
      const operation = await swagger.expand(CHAT);
      const question = await swagger.execute(operation, 'Block a card (asks first)');
      expect(question.status).toMatch(/^200/);
      expect(question.body).toContain('Visa ending in 4211 right away. Shall I go ahead, yes or no?');

      const confirmed = await swagger.execute(operation, 'Block a card (the caller says yes)');
      expect(confirmed.status).toMatch(/^200/);
      expect(confirmed.body).toContain('Your Visa ending in 4211 is blocked');
    });

    it('should show a stream to its end', async () => {
      const { status, body } = await swagger.execute(await swagger.expand(CHAT), 'Stream the answer');
      expect(status).toMatch(/^200/);
      expect(body).toContain('chat.completion.chunk');
      expect(body.trim()).toMatch(/data: \[DONE\]$/);
    });

    it('should do the same at the path of OpenAI clients', async () => {
      const { status, body } = await swagger.execute(await swagger.expand('/v1/chat/completions'), 'Ask about loans');
      expect(status).toMatch(/^200/);
      expect(body).toContain('Personal loan');
    });
  });

  describe('when those of the native endpoint are executed', () => {
    it('should answer, and go on with a conversation', async () => {
      const operation = await swagger.expand(NATIVE);
      expect((await swagger.execute(operation)).body).toContain('Home loan');
      expect((await swagger.execute(operation, 'Block a card (asks first)')).body).toContain('ending in 1006');
      const { status, body } = await swagger.execute(operation, 'Block a card (the caller says yes)');
      expect(status).toMatch(/^200/);
      expect(body).toContain('Your American Express ending in 1006 is blocked');
    });
  });

  describe('when those of the endpoints for cards are executed', () => {
    it('should block a card with the key that stands there, and answer alike when it is executed again', async () => {
      const operation = await swagger.expand('/api/cards/block');
      const first = await swagger.execute(operation);
      expect(first.status).toMatch(/^200/);
      expect(first.body).toContain('"status": "done"');
      expect((await swagger.execute(operation)).body).toBe(first.body);
    });
  });

  describe('when the other endpoints are executed', () => {
    it.each([
      ['/v1/models', 'embedded-dialog-1'],
      ['/v1/models/{id}', 'embedded-dialog-1'],
      ['/health/live', 'ok'],
      ['/health/ready', 'database'],
    ])('should answer at %s', async (path, content) => {
      const { status, body } = await swagger.execute(await swagger.expand(path));
      expect(status).toMatch(/^200/);
      expect(body).toContain(content);
    });
  });
});
