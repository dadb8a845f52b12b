import { Logger } from '@nestjs/common';
import { Pool, type PoolConfig } from 'pg';

/** `service` answers a waiting caller; `migration` waits for another instance that is migrating the same database. */
export type PostgresPace = 'service' | 'migration';

/** Without limits the driver waits for ever for a server that accepts and never answers. */
const LIMITS: Readonly<Record<PostgresPace, PoolConfig>> = {
  service: {
    max: 10,
    connectionTimeoutMillis: 500,
    query_timeout: 800,
    statement_timeout: 700,
    // An instance that freezes inside a transaction must not keep its row locks.
    idle_in_transaction_session_timeout: 5_000,
  },
  migration: {
    max: 1,
    connectionTimeoutMillis: 5_000,
    query_timeout: 61_000,
    statement_timeout: 60_000,
  },
};

export function createPostgresPool(url: string, pace: PostgresPace): Pool {
  const logger = new Logger('Database');
  const pool = new Pool({
    connectionString: url,
    application_name: 'tellerline',
    keepAlive: true,
    ...LIMITS[pace],
  });
  pool.on('error', (error) => {
    logger.warn(`An idle PostgreSQL connection was lost: ${error.message}`);
  });
  // The pool listens to idle clients only; a busy one that loses its connection between two statements of a
  // transaction would otherwise end the process. Its next statement reports the loss.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}
