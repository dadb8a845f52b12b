import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../../support/test-app';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

if (CHROMIUM === undefined) {
  process.stderr.write('Swagger UI in a browser: skipped, because no Chromium is installed in /usr/bin\n');
}

(CHROMIUM === undefined ? describe.skip : describe)('Swagger UI in a browser', () => {
  let service: TestApp;
  let browser: Browser;
  let page: Page;
  /** Whatever the page complained of, and every request that failed or went to another host. */
  let complaints: string[];

  beforeAll(async () => {
    service = await startTestApp();
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: FLAGS });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(service.url) && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(`${service.url}/docs`);
  }, 60_000);

  afterEach(async () => {
    await page.close();
  });

  /** Opens an endpoint, puts the body into its editor and executes; returns what the page shows as the live reply. */
  async function execute(path: string, body: object): Promise<string> {
    const operation: Locator = page.locator('.opblock-post', {
      has: page.locator(`.opblock-summary-path[data-path="${path}"]`),
    });
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('textarea.body-param__text').fill(JSON.stringify(body));
    await operation.locator('button.execute').click();
    const live = operation.locator('.live-responses-table');
    await live.waitFor();
    return live.innerText();
  }

  const ask = (content: string): object => ({ messages: [{ role: 'user', content }] });

  it('should execute the question about loans', async () => {
    const reply = await execute('/api/agent/query/openai', ask('What loan options are available?'));
    expect(reply).toContain('200');
    expect(reply).toMatch(/Personal loan.*Home loan.*Auto loan/);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('should execute the request to block a card', async () => {
    const reply = await execute('/v1/chat/completions', ask('Block my credit card [phone: +1234567890]'));
    expect(reply).toContain('200');
    expect(reply).toMatch(/Visa ending in 4211/);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('should execute the native endpoint with the example that it offers', async () => {
    const operation = page.locator('.opblock-post', {
      has: page.locator('.opblock-summary-path[data-path="/api/agent/query"]'),
    });
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('button.execute').click();
    const live = operation.locator('.live-responses-table');
    await live.waitFor();
    const reply = await live.innerText();
    expect(reply).toContain('200');
    expect(reply).toMatch(/"answer"/);
    expect(complaints).toEqual([]);
  }, 60_000);
});
