import { Redis } from 'ioredis';

const CONNECT_TIMEOUT_MS = 1_000;
const DISCONNECT_TIMEOUT_MS = 500;
/** Without an answer for so long a connection counts as dead, and another one is made. */
const SILENCE_MS = 2_000;
const MAX_RECONNECT_MS = 1_000;

/** The client keeps no command back: one that cannot be sent now fails now, and none is sent twice. */
export function createRedisClient(url: string): Redis {
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
