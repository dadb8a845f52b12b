import { RedisConnection } from '../../src/common/redis/redis-connection';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { describeWithRedis, PrivateRedis } from '../support/private-redis';
import { startTestApp, type TestApp } from '../support/test-app';
import { waitUntil } from '../support/wait-until';

const CHAT = '/v1/chat/completions';
const HELLO = { messages: [{ role: 'user', content: 'Hello' }] };
const VOICE = createKey();

describeWithRedis('a service with Redis', () => {
  let redis: PrivateRedis;
  let services: TestApp[];

  beforeEach(async () => {
    redis = await PrivateRedis.start();
    services = [];
  });

  afterEach(async () => {
    for (const service of services) await service.close();
    await redis.remove();
  });

  async function start(settings: Readonly<Record<string, string>> = {}): Promise<TestApp> {
    const service = await startTestApp({ REDIS_URL: redis.url, API_KEYS: toApiKeysSetting(VOICE), ...settings });
    services.push(service);
    return service;
  }

  /** Waits for Redis as long as a busy machine may take. */
  async function startPatiently(settings: Readonly<Record<string, string>> = {}): Promise<TestApp> {
    const service = await start(settings);
    Object.assign(service.app.get(RedisConnection), { commandTimeoutMs: 30_000 });
    await waitUntil(() => isReady(service));
    return service;
  }

  async function ask(service: TestApp, body: object = HELLO): Promise<number> {
    const response = await service.post(CHAT, body, { headers: VOICE.headers });
    await response.text();
    return response.status;
  }

  async function readiness(service: TestApp): Promise<{ readonly code: number; readonly status: string }> {
    const response = await fetch(`${service.url}/health/ready`);
    return { code: response.status, ...((await response.json()) as { readonly status: string }) };
  }

  async function isReady(service: TestApp): Promise<boolean> {
    return (await readiness(service)).status === 'ok';
  }

  describe('when there are two instances', () => {
    it('should count for both together', async () => {
      const limits = { RATE_LIMIT_REQUESTS_PER_MINUTE: '4' };
      const [one, two] = [await startPatiently(limits), await startPatiently(limits)];
      const statuses = [await ask(one), await ask(two), await ask(one), await ask(two), await ask(one), await ask(two)];
      expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    });

    it('should free the place of a stream for both', async () => {
      const limits = { MAX_CONCURRENT_STREAMS: '1' };
      const [one, two] = [await startPatiently(limits), await startPatiently(limits)];
      for (const service of [one, two, one]) {
        await waitUntil(async () => (await ask(service, { ...HELLO, stream: true })) === 200);
      }
    });

    it('should free the place of a reader who left while Redis was asked', async () => {
      const service = await startPatiently({ MAX_CONCURRENT_STREAMS: '1' });
      const reader = new AbortController();
      await redis.run(async (client) => {
        await client.call('CLIENT', 'PAUSE', '300', 'ALL');
      });
      const init = { headers: VOICE.headers, signal: reader.signal };
      const left = service.post(CHAT, { ...HELLO, stream: true }, init).catch((error: unknown) => error);
      setTimeout(() => {
        reader.abort();
      }, 100);
      expect(await left).toBeInstanceOf(DOMException);
      await waitUntil(async () => (await ask(service, { ...HELLO, stream: true })) === 200);
    });

    it('should keep in Redis nothing that names a caller', async () => {
      const service = await startPatiently();
      await ask(service, { ...HELLO, customer: { number: '+15557654321' }, call: { id: 'call-4711' } });
      const names = await redis.run((client) => client.keys('*'));
      expect(names).toContainEqual(expect.stringMatching(/^tellerline:limit:voice:caller:[\w-]{22}$/));
      expect(names.join()).not.toMatch(/7654321|call-4711/);
    });
  });

  describe('when Redis is up', () => {
    it('should be ready, and say so', async () => {
      const service = await start();
      expect(await readiness(service)).toMatchObject({
        code: 200,
        status: 'ok',
        info: {
          redis: { status: 'up', detail: expect.stringMatching(/^Redis 127\.0\.0\.1:\d+\/0 answers\.$/) as string },
        },
      });
    });
  });

  describe('when Redis goes away', () => {
    it.each<[string, (server: PrivateRedis) => Promise<void> | void, (server: PrivateRedis) => Promise<void> | void]>([
      ['is killed', (server) => server.kill(), (server) => server.restart()],
      [
        'falls silent',
        (server) => {
          server.freeze();
        },
        (server) => {
          server.thaw();
        },
      ],
    ])(
      'should answer everybody when it %s, be degraded, and recover without a restart',
      async (_how, fail, recover) => {
        const service = await start();
        expect(await ask(service)).toBe(200);
        await fail(redis);
        const statuses = await Promise.all(Array.from({ length: 20 }, () => ask(service)));
        expect(new Set(statuses)).toEqual(new Set([200]));
        expect(await readiness(service)).toMatchObject({
          code: 200,
          status: 'degraded',
          error: { redis: { status: 'down', detail: expect.stringContaining('does not answer') as string } },
        });
        await recover(redis);
        await waitUntil(() => isReady(service));
      },
    );

    it('should start all the same, and still limit', async () => {
      await redis.kill();
      const service = await start({ RATE_LIMIT_REQUESTS_PER_MINUTE: '2' });
      expect([await ask(service), await ask(service), await ask(service)]).toEqual([200, 200, 429]);
      expect((await readiness(service)).status).toBe('degraded');
    });
  });
});
