import { RedisConnection } from '../../src/common/redis/redis-connection';

/** Waits for an answer as long as a busy machine may take: what is tested is not the time. */
export class PatientRedis extends RedisConnection {
  protected override readonly commandTimeoutMs = 30_000;
}
