import { RedisScript } from '../../common/redis/redis-script';

/**
 * Notes that an instance is there, and counts all that are. KEYS: instances. ARGV: instance, lifetime in microseconds.
 */
export const ANNOUNCE = new RedisScript(`
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local life = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + life, ARGV[1])
redis.call('PEXPIRE', KEYS[1], math.ceil(life / 1000))
return redis.call('ZCARD', KEYS[1])
`);
