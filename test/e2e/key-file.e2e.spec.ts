import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyFileWatch } from '../../src/access/key-file-watch';
import { createKey, type TestKey } from '../factories/api-key.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { waitUntil } from '../support/wait-until';
import { readError } from '../support/wire';

const OLD = createKey({ id: 'old' });
const NEW = createKey({ id: 'new' });

describe('keys in a file', () => {
  let folder: string;
  let path: string;
  let service: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tellerline-keys-'));
    path = join(folder, 'api-keys');
    await writeFile(path, `# The voice platform\n${OLD.entry}\n`);
    service = await startTestApp({ API_KEYS_FILE: path });
  });

  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  async function replaceWith(...keys: readonly TestKey[]): Promise<void> {
    await writeFile(`${path}.new`, keys.map(({ entry }) => `${entry}\n`).join(''));
    await rename(`${path}.new`, path);
  }

  const statusOf = async ({ headers }: Pick<TestKey, 'headers'>): Promise<number> => {
    const response = await fetch(`${service.url}/v1/models`, { headers });
    await response.text();
    return response.status;
  };

  it('should change while the service runs, from one key over both to the other', async () => {
    expect([await statusOf(OLD), await statusOf(NEW)]).toEqual([200, 401]);
    await replaceWith(OLD, NEW);
    await waitUntil(async () => (await statusOf(NEW)) === 200);
    expect(await statusOf(OLD)).toBe(200);
    await replaceWith(NEW);
    await waitUntil(async () => (await statusOf(OLD)) === 401);
    expect(await statusOf(NEW)).toBe(200);
    const refused = await fetch(`${service.url}/v1/models`, { headers: OLD.headers });
    expect(await readError(refused)).toMatchObject({ code: 'invalid_api_key' });
    expect(service.logs()).toContain('The API keys were read again');
  });

  it('should refuse the next request with a key after the one look that finds it gone', async () => {
    const watch = service.app.get(KeyFileWatch, { strict: false });
    await replaceWith(OLD, NEW);
    await watch.look();
    expect([await statusOf(OLD), await statusOf(NEW)]).toEqual([200, 200]);
    await replaceWith(NEW);
    await watch.look();
    expect([await statusOf(OLD), await statusOf(NEW)]).toEqual([401, 200]);
  });

  it('should refuse a key that is gone, though another line is bad, and be ready but degraded', async () => {
    await replaceWith(OLD, NEW);
    await waitUntil(async () => (await statusOf(OLD)) === 200);
    await writeFile(`${path}.new`, `${NEW.entry}\nnonsense`);
    await rename(`${path}.new`, path);
    await waitUntil(async () => (await statusOf(OLD)) === 401);
    expect(await statusOf(NEW)).toBe(200);
    const readiness = await fetch(`${service.url}/health/ready`);
    expect(readiness.status).toBe(200);
    expect(await readiness.json()).toMatchObject({
      status: 'degraded',
      error: { api_keys: { status: 'down', detail: expect.not.stringContaining('acme') as string } },
    });
    await replaceWith(NEW);
    await waitUntil(
      async () =>
        ((await (await fetch(`${service.url}/health/ready`)).json()) as object & { status: string }).status === 'ok',
    );
  });

  it('should let nobody in when the file stays empty', async () => {
    await replaceWith(NEW);
    await waitUntil(async () => (await statusOf(NEW)) === 200);
    await writeFile(path, '');
    await waitUntil(async () => (await statusOf(NEW)) === 401);
    expect((await fetch(`${service.url}/v1/models`)).status).toBe(401);
  });

  it.each([
    ['taken away', (): Promise<void> => rm(path), 'ENOENT'],
    [
      'spoiled',
      (): Promise<void> => writeFile(path, `${NEW.entry}\n${OLD.entry}\n${OLD.key}`),
      'entry 3 must have the form',
    ],
  ])('should open no door when the file is %s', async (_what, spoil, problem) => {
    await replaceWith(NEW);
    await waitUntil(async () => (await statusOf(NEW)) === 200);
    await spoil();
    await waitUntil(() => service.logs().includes(problem));
    expect(await statusOf(NEW)).toBe(200);
    expect(await statusOf(OLD)).toBe(401);
    expect((await fetch(`${service.url}/v1/models`)).status).toBe(401);
    for (const secret of [OLD.key.slice(4), OLD.entry.slice(-64)]) expect(service.logs()).not.toContain(secret);
  });
});
