import { RedisConnection } from '../../src/common/redis/redis-connection';
import { waitUntil } from './wait-until';

/** Waits for an answer as long as a busy machine may take: what is tested is not the time. */
export class PatientRedis extends RedisConnection {
  protected override readonly commandTimeoutMs: number = 30_000;

  /** Connects to a server that is there. */
  static async connect(redisUrl: string): Promise<PatientRedis> {
    const redis = new PatientRedis({ redisUrl });
    await redis.onModuleInit();
    await waitUntil(() => redis.checkHealth()?.state === 'up');
    return redis;
  }
}
