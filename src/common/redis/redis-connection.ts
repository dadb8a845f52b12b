import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { AppConfig } from '../../config/app-config';
import { createRedisClient } from './create-redis-client';
import { inTime } from './in-time';

const START_WAIT_MS = 1_000;
const PROBE_EVERY_MS = 500;
const PROBE_KEY = 'tellerline:probe';
const PROBE_LIFETIME_MS = 1_000;
/** Nobody waits for the upkeep, and it is more than one command. */
const UPKEEP_PATIENCE = 10;
const TELL_EVERY_MS = 60_000;

export interface RedisHealth {
  readonly state: 'up' | 'down';
  /** One sentence for the operator. */
  readonly detail: string;
}

/** What Redis must have done before it is used, and does again every few seconds. It may fail. */
export type Upkeep = (redis: Redis) => Promise<unknown>;

/**
 * The one connection to Redis. Nothing waits for a Redis that is away: the first command that takes too long ends the
 * use of it for all, and a check in the background finds out when it is back. A command that Redis refuses may concern
 * one key alone; so it has Redis checked, and the check decides.
 */
@Injectable()
export class RedisConnection implements OnModuleInit, OnApplicationShutdown {
  /** A request waits for two commands at most, one for its limits and one for a kept answer: together below 100 ms. */
  protected readonly commandTimeoutMs: number = 45;
  protected readonly upkeepEveryMs: number = 5_000;
  private readonly logger = new Logger('Redis');
  private readonly redis: Redis | undefined;
  private readonly upkeeps: Upkeep[] = [];
  private isUp = false;
  private isClosing = false;
  private checking: Promise<void> | undefined;
  private doubtedAtMs = -Infinity;
  private toldAtMs = -Infinity;
  private nextCheck: NodeJS.Timeout | undefined;

  constructor(@Inject(AppConfig) { redisUrl }: Pick<AppConfig, 'redisUrl'>) {
    this.redis = redisUrl === undefined ? undefined : createRedisClient(redisUrl);
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

  /** As long as one upkeep fails, Redis counts as away. */
  addUpkeep(upkeep: Upkeep): void {
    this.upkeeps.push(upkeep);
  }

  /** A Redis that is away does not keep the service from starting. */
  async onModuleInit(): Promise<void> {
    if (this.redis === undefined) return;
    try {
      await inTime(this.redis.connect(), START_WAIT_MS);
      await this.tryOut(this.redis, START_WAIT_MS);
      this.isUp = true;
      this.logger.log(`Connected to ${this.name}`);
      this.scheduleCheck();
    } catch (error) {
      this.isUp = true;
      this.goDown(error);
    }
  }

  onApplicationShutdown(): void {
    this.isClosing = true;
    clearTimeout(this.nextCheck);
    this.redis?.disconnect();
  }

  /**
   * Runs a command in bounded time. One that takes too long may still take effect. While Redis is away it is not called.
   *
   * @returns `undefined` when there is no Redis, or none that answers, or when it refuses the command.
   */
  async attempt<T>(command: (redis: Redis) => Promise<T>): Promise<T | undefined> {
    if (this.redis === undefined || !this.isUp) return undefined;
    try {
      return await inTime(command(this.redis), this.commandTimeoutMs);
    } catch (error) {
      if (isRefusal(error)) this.doubt(error);
      else this.goDown(error);
      return undefined;
    }
  }

  /** @returns `undefined` when there is to be no Redis. */
  checkHealth(): RedisHealth | undefined {
    if (this.redis === undefined) return undefined;
    return this.isUp
      ? { state: 'up', detail: `${this.name} answers.` }
      : {
          state: 'down',
          detail: `${this.name} does not answer as it should. Each instance keeps its share of the limits.`,
        };
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
    this.logger.warn(
      { reason },
      `${this.name} does not answer as it should: until it does, each instance counts alone`,
    );
    this.scheduleCheck();
  }

  /** Looks whether Redis refuses everything, or one command alone. */
  private doubt(error: unknown): void {
    if (performance.now() - this.doubtedAtMs < PROBE_EVERY_MS) return;
    this.doubtedAtMs = performance.now();
    void this.check().then(() => {
      if (!this.isUp || performance.now() - this.toldAtMs < TELL_EVERY_MS) return;
      this.toldAtMs = performance.now();
      this.logger.warn({ reason: describe(error) }, `${this.name} refuses a command: it is done without`);
    });
  }

  private scheduleCheck(): void {
    clearTimeout(this.nextCheck);
    if (this.isClosing) return;
    this.nextCheck = setTimeout(() => void this.check(), this.isUp ? this.upkeepEveryMs : PROBE_EVERY_MS);
    this.nextCheck.unref();
  }

  /** One at a time. */
  private check(): Promise<void> {
    this.checking ??= this.findOut().finally(() => {
      this.checking = undefined;
      this.scheduleCheck();
    });
    return this.checking;
  }

  private async findOut(): Promise<void> {
    if (this.redis?.status !== 'ready') return;
    const wasUp = this.isUp;
    try {
      await this.tryOut(this.redis);
      if (!wasUp) this.comeBack();
    } catch (error) {
      this.goDown(error);
    }
  }

  /** Writes, since a Redis that only reads, or is full, is of no use here. */
  private async tryOut(redis: Redis, limitMs = this.commandTimeoutMs): Promise<void> {
    await inTime(redis.set(PROBE_KEY, '1', 'PX', PROBE_LIFETIME_MS), limitMs);
    const upkeep = Promise.all(this.upkeeps.map((keep) => keep(redis)));
    await inTime(upkeep, limitMs * UPKEEP_PATIENCE);
  }

  private comeBack(): void {
    this.isUp = true;
    this.logger.log(`${this.name} answers again`);
  }
}

/** An answer, and no silence. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

/** Only the message: the error itself holds the command, and the one that signs in holds the password. */
function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
