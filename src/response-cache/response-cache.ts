import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { RedisConnection } from '../common/redis/redis-connection';
import { AppConfig } from '../config/app-config';
import { TextShelf } from './text-shelf';

const MOST_TEXTS = 1_000;
/** Answers are spoken: what is longer was not meant for a telephone. */
const LONGEST_TEXT = 16_000;
const SECOND_MS = 1_000;

/**
 * Keeps texts under names for the time that the configuration gives: in Redis where there is one, so that all instances
 * have them, else in memory. A Redis that is away holds nothing.
 */
@Injectable()
export class ResponseCache {
  private readonly lifetimeMs: number;
  private readonly shelf = new TextShelf(MOST_TEXTS);

  constructor(
    @Inject(AppConfig) { responseCacheTtlSeconds }: Pick<AppConfig, 'responseCacheTtlSeconds'>,
    private readonly redis: RedisConnection,
    private readonly clock: Clock,
  ) {
    this.lifetimeMs = responseCacheTtlSeconds * SECOND_MS;
  }

  get isOn(): boolean {
    return this.lifetimeMs > 0;
  }

  async find(name: string): Promise<string | undefined> {
    if (!this.isOn) return undefined;
    if (!this.redis.isConfigured) return this.shelf.find(name, this.clock.now().getTime());
    return (await this.redis.attempt((redis) => redis.get(toKey(name)))) ?? undefined;
  }

  /** Returns at once. What cannot be kept is not: the next one who asks pays for that, and nobody who has an answer. */
  keep(name: string, text: string): void {
    if (!this.isOn || text.length > LONGEST_TEXT) return;
    if (!this.redis.isConfigured) {
      this.shelf.keep(name, { text, untilMs: this.clock.now().getTime() + this.lifetimeMs });
      return;
    }
    // It never rejects, and a Redis that fails has its line in the log.
    void this.redis.attempt((redis) => redis.set(toKey(name), text, 'PX', this.lifetimeMs));
  }
}

function toKey(name: string): string {
  return `tellerline:answer:${name}`;
}
