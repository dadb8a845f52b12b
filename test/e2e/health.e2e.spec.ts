import { type AddressInfo, createServer } from 'node:net';
import { createApp } from '../../src/app';
import { readConfig } from '../../src/config/read-config';
import { Database } from '../../src/database/database';
import { LanguageModel } from '../../src/language-model/language-model';
import { startTestApp, type TestApp } from '../support/test-app';

interface Component {
  readonly status: 'up' | 'down';
  readonly detail: string;
}

interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'error';
  readonly info: Readonly<Record<string, Component>>;
  readonly error: Readonly<Record<string, Component>>;
  readonly details: Readonly<Record<string, Component>>;
}

describe('the health endpoints', () => {
  let service: TestApp;

  beforeEach(async () => {
    service = await startTestApp();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await service.close();
  });

  async function readiness(): Promise<HealthReport & { readonly code: number }> {
    const response = await fetch(`${service.url}/health/ready`);
    expect(response.headers.get('content-type')).toContain('application/json');
    return { code: response.status, ...((await response.json()) as HealthReport) };
  }

  describe('when everything is up', () => {
    it('should be alive', async () => {
      const response = await fetch(`${service.url}/health/live`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status: 'ok' });
    });

    it('should be ready, with the state of each part', async () => {
      const report = await readiness();
      expect(report).toMatchObject({ code: 200, status: 'ok', error: {} });
      expect(Object.keys(report.details).sort()).toEqual(['database', 'model']);
      expect(report.details.database).toMatchObject({ status: 'up' });
      expect(report.details.database?.detail).toMatch(/answered in \d+ ms/);
      expect(report.details.model).toMatchObject({ status: 'up' });
      expect(report.details.model?.detail).toMatch(/embedded/i);
    });
  });

  describe('when the database is closed', () => {
    beforeEach(async () => {
      await service.app.get(Database).close();
    });

    it('should not be ready, and say which part is down', async () => {
      const report = await readiness();
      expect(report).toMatchObject({ code: 503, status: 'error' });
      expect(report.error.database).toMatchObject({ status: 'down' });
      expect(Object.keys(report.info)).toEqual(['model']);
      expect(report.details.model).toMatchObject({ status: 'up' });
    });

    it('should still be alive', async () => {
      expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    });
  });

  describe('when the model is down', () => {
    it('should be ready but degraded, and say which part is down', async () => {
      jest
        .spyOn(service.app.get(LanguageModel), 'checkHealth')
        .mockResolvedValue({ state: 'down', detail: 'Amazon Bedrock refuses the connection.' });
      const report = await readiness();
      expect(report).toMatchObject({ code: 200, status: 'degraded' });
      expect(report.error).toEqual({ model: { status: 'down', detail: 'Amazon Bedrock refuses the connection.' } });
      expect(report.info.database).toMatchObject({ status: 'up' });
    });
  });
});

describe(createApp.name, () => {
  /** A port on which nobody listens: it was free a moment ago. */
  async function findClosedPort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  /** The reason why the service does not start. Node's own errors are of another realm than Jest's, so no `instanceof`. */
  async function failureOf(databaseUrl: string): Promise<string> {
    const config = readConfig({
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      DATABASE_URL: databaseUrl,
      PASSCODE_SECRET: 'a secret that all test instances share',
    });
    try {
      await createApp(config);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('The service started.');
  }

  it('should fail with a clear reason when PostgreSQL cannot be reached', async () => {
    const reason = await failureOf(`postgres://teller:secret-word@127.0.0.1:${await findClosedPort()}/bank`);
    expect(reason).toMatch(/ECONNREFUSED 127\.0\.0\.1/);
    expect(reason).not.toContain('secret-word');
  });

  it('should fail with a clear reason when the database file cannot be made', async () => {
    expect(await failureOf('file:/dev/null/data/bank.db')).toContain('/dev/null/data');
  });
});
