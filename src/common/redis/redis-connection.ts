import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { AppConfig } from '../../config/app-config';
import { inTime } from './in-time';

const START_WAIT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 1_000;
const DISCONNECT_TIMEOUT_MS = 500;
/** Without an answer for so long a connection counts as dead, and another one is made. */
const SILENCE_MS = 2_000;
const MAX_RECONNECT_MS = 1_000;
const PROBE_EVERY_MS = 500;
const PROBE_KEY = 'tellerline:probe';
const PROBE_LIFETIME_MS = 1_000;

export interface RedisHealth {
  readonly state: 'up' | 'down';
  /** One sentence for the operator. */
  readonly detail: string;
}

/**
 * The one connection to Redis. Nothing waits for a Redis that is away: the first command that fails, or takes too long,
 * ends the use of it for all, and a probe in the background finds out when it is back.
 */
@Injectable()
export class RedisConnection implements OnModuleInit, OnApplicationShutdown {
  /** Nobody who waits for a reply shall notice. */
  protected readonly commandTimeoutMs: number = 75;
  private readonly logger = new Logger('Redis');
  private readonly redis: Redis | undefined;
  private isUp = false;
  private isClosing = false;
  private probing: NodeJS.Timeout | undefined;

  constructor(@Inject(AppConfig) { redisUrl }: Pick<AppConfig, 'redisUrl'>) {
    this.redis = redisUrl === undefined ? undefined : createClient(redisUrl);
    this.redis?.on('close', () => {
      this.goDown(new Error('The connection is closed.'));
    });
    // Each attempt to connect that fails is told here; what it means for the service is told once, by goDown.
    this.redis?.on('error', (error: unknown) => {
      this.logger.debug({ reason: describe(error) }, 'Redis cannot be reached');
    });
  }

  /** Whether there is to be a Redis at all. */
  get isConfigured(): boolean {
    return this.redis !== undefined;
  }

  /** A Redis that is away does not keep the service from starting. */
  async onModuleInit(): Promise<void> {
    if (this.redis === undefined) return;
    try {
      await inTime(this.redis.connect(), START_WAIT_MS);
      this.isUp = true;
      this.logger.log(`Connected to ${this.name}`);
    } catch (error) {
      this.isUp = true;
      this.goDown(error);
    }
  }

  onApplicationShutdown(): void {
    this.isClosing = true;
    clearInterval(this.probing);
    this.redis?.disconnect();
  }

  /**
   * Runs a command in bounded time. A command that takes too long may still take effect.
   *
   * @returns `undefined` when there is no Redis, or none that answers.
   */
  async attempt<T>(command: (redis: Redis) => Promise<T>): Promise<T | undefined> {
    if (this.redis === undefined || !this.isUp) return undefined;
    try {
      return await inTime(command(this.redis), this.commandTimeoutMs);
    } catch (error) {
      this.goDown(error);
      return undefined;
    }
  }

  /** @returns `undefined` when there is to be no Redis. */
  async checkHealth(): Promise<RedisHealth | undefined> {
    if (this.redis === undefined) return undefined;
    const answer = await this.attempt((redis) => redis.ping());
    return answer === undefined
      ? { state: 'down', detail: `${this.name} does not answer. Each instance keeps its share of the limits.` }
      : { state: 'up', detail: `${this.name} answers.` };
  }

  /** Without user name and password. */
  private get name(): string {
    const { host, port, db } = this.redis?.options ?? {};
    return `Redis ${host ?? ''}:${port ?? ''}/${db ?? 0}`;
  }

  private goDown(error: unknown): void {
    if (!this.isUp || this.isClosing) return;
    this.isUp = false;
    const reason = describe(error);
    this.logger.warn({ reason }, `${this.name} does not answer: until it does, each instance counts for itself`);
    this.probing = setInterval(() => void this.probe(), PROBE_EVERY_MS);
    this.probing.unref();
  }

  /** Writes, since a Redis that only reads, or is full, is of no use here. */
  private async probe(): Promise<void> {
    if (this.redis?.status !== 'ready') return;
    try {
      await inTime(this.redis.set(PROBE_KEY, '1', 'PX', PROBE_LIFETIME_MS), this.commandTimeoutMs);
    } catch {
      return;
    }
    if (this.isUp) return;
    clearInterval(this.probing);
    this.isUp = true;
    this.logger.log(`${this.name} answers again`);
  }
}

/** Only the message: the error itself holds the command, and the one that signs in holds the password. */
function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function createClient(url: string): Redis {
  return new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_MS),
  });
}
