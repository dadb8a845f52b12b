import { RedisScript } from '../../common/redis/redis-script';

/**
 * Makes the streams that an instance has of a key the ones that it says it has: adds and prolongs those that are open,
 * and removes those that it knows nothing of any more.
 *
 * KEYS: streams. ARGV: what the slots of the instance begin with; their lifetime in microseconds; how many are open;
 * these; those of which the instance does not know yet whether they were granted, and which stay as they are.
 */
export const RENEW = new RedisScript(`
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local prefix, life, last_open = ARGV[1], tonumber(ARGV[2]), 3 + tonumber(ARGV[3])

local known = {}
for index = 4, #ARGV do known[ARGV[index]] = true end
for _, slot in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(slot, 1, #prefix) == prefix and not known[slot] then redis.call('ZREM', KEYS[1], slot) end
end
for index = 4, last_open do redis.call('ZADD', KEYS[1], now + life, ARGV[index]) end
if last_open > 3 then redis.call('PEXPIRE', KEYS[1], math.ceil(life / 1000)) end
return 0
`);
