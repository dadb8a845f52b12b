import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Nothing that the browser would do of its own accord on the network. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of this machine; `undefined` where none is installed. */
export function findChromium(): string | undefined {
  return CANDIDATES.find((path) => existsSync(path));
}

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

interface Execution {
  /** The status as the page shows it. */
  readonly status: string;
  /** The body as the page shows it. */
  readonly body: string;
}

/** Swagger UI as a reader uses it, with a record of all that went wrong meanwhile. */
export class SwaggerPage {
  readonly complaints: string[] = [];
  readonly requestedHosts = new Set<string>();

  private constructor(readonly page: Page) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('requestfailed', (request) => this.complaints.push(`${request.url()} failed`));
    page.on('response', (response) => {
      if (response.status() >= 400) this.complaints.push(`${response.url()} answered ${response.status()}`);
    });
    page.on('request', (request) => this.requestedHosts.add(new URL(request.url()).host));
  }

  static async open(browser: Browser, url: string): Promise<SwaggerPage> {
    const swagger = new SwaggerPage(await browser.newPage());
    await swagger.page.goto(url);
    await swagger.page.locator('.opblock').first().waitFor();
    return swagger;
  }

  async listPaths(): Promise<readonly string[]> {
    const paths = await this.page.locator('.opblock-summary-path').all();
    return Promise.all(paths.map(async (path) => (await path.getAttribute('data-path')) ?? ''));
  }

  /** Opens one operation, unless it is open, and leaves it so. */
  async expand(path: string): Promise<Locator> {
    const operation = this.page.locator(`.opblock:has(.opblock-summary-path[data-path="${path}"])`);
    const isOpen = (await operation.locator('.opblock-body').count()) > 0;
    if (!isOpen) await operation.locator('.opblock-summary-control').click();
    await operation.locator('.opblock-body').waitFor();
    return operation;
  }

  /** Chooses an example of a request by its title, executes it, and waits for the answer in the page. */
  async execute(operation: Locator, exampleTitle?: string): Promise<Execution> {
    const clear = operation.locator('.btn-clear');
    if ((await clear.count()) > 0) await clear.click();
    if (exampleTitle !== undefined) {
      await operation
        .locator('.opblock-section-request-body .examples-select-element')
        .selectOption({ label: exampleTitle });
    }
    await operation.locator('.btn.execute').click();
    const row = operation.locator('.live-responses-table tr.response');
    await row.locator('.highlight-code').first().waitFor();
    return {
      status: (await row.locator('.response-col_status').innerText()).trim(),
      body: await row.locator('.highlight-code').first().innerText(),
    };
  }
}
