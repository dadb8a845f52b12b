import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { waitUntil } from './wait-until';

const PROGRAM = (process.env.PATH ?? '')
  .split(delimiter)
  .map((directory) => join(directory, 'redis-server'))
  .find((path) => existsSync(path));

/** A Redis server of the test's own, which may be frozen and killed. It keeps nothing when it ends. */
export class PrivateRedis {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    private readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  static async start(...settings: readonly string[]): Promise<PrivateRedis> {
    const directory = await mkdtemp(join(tmpdir(), 'tellerline-redis-'));
    const redis = new PrivateRedis(directory, await findFreePort(), settings);
    await redis.restart();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async restart(): Promise<void> {
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.directory];
    this.server = spawn(PROGRAM ?? '', [...settings, ...this.settings], { stdio: 'ignore' });
    await waitUntil(() => this.answers());
  }

  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const ended = once(server, 'exit');
    server.kill('SIGCONT');
    server.kill('SIGKILL');
    await ended;
  }

  /** It takes connections, and answers nothing. */
  freeze(): void {
    this.server?.kill('SIGSTOP');
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Runs commands on a connection of their own. */
  async run<T>(commands: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { lazyConnect: true, retryStrategy: () => null, disconnectTimeout: 100 });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await commands(redis);
    } finally {
      redis.disconnect();
    }
  }

  private async answers(): Promise<boolean> {
    return this.run((redis) => redis.ping()).then(
      () => true,
      () => false,
    );
  }
}

/** Runs the chapter where a Redis server is installed. */
export function describeWithRedis(title: string, chapter: () => void): void {
  if (PROGRAM !== undefined) {
    describe(title, chapter);
    return;
  }
  process.stderr.write(`${title}: skipped, because redis-server is not installed\n`);
  describe.skip(title, () => {
    it.todo('needs redis-server');
  });
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
