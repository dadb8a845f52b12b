import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app';
import { readConfig } from '../../src/config/read-config';

export interface TestApp {
  /** For example `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Every log line so far, as text. */
  readonly logs: () => string;
  readonly post: (path: string, body: unknown, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/**
 * Starts the whole service on a free port, with a database of its own in a temporary folder. Only the settings that
 * are given here apply; nothing is read from the environment of the test run.
 */
export async function startTestApp(settings: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'tellerline-'));
  const lines: string[] = [];
  const logDestination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'debug',
    DATABASE_URL: `file:${join(folder, 'test.db')}`,
    PASSCODE_SECRET: 'a secret that all test instances share',
    ...settings,
  });
  const app = await createApp(config, { logDestination });
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  return {
    url,
    app,
    logs: () => lines.join(''),
    post: (path, body, init) => postJson(url + path, body, init),
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A string is sent as it is, so that a test can send what is no JSON. */
function postJson(url: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  return fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), ...init, headers });
}
