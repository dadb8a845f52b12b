import { RedisScript } from '../../common/redis/redis-script';

/**
 * Ends a request, as MemoryLedger.settle does.
 *
 * KEYS: tokens, streams. ARGV: period in microseconds, limit of the tokens, what was used beyond what was taken, slot.
 */
export const SETTLE = new RedisScript(`
if ARGV[4] ~= '' then redis.call('ZREM', KEYS[2], ARGV[4]) end

local period, limit, more = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if limit == 0 or more == 0 then return 0 end

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local level = 0
local stored = redis.call('GET', KEYS[1])
if stored then
  local taken, at = string.match(stored, '(%S+) (%S+)')
  level = math.max(0, tonumber(taken) - math.max(0, now - tonumber(at)) * limit / period)
end
level = level + more
if level <= 0 then
  redis.call('DEL', KEYS[1])
else
  local life = math.max(1, math.ceil(level * period / limit / 1000))
  redis.call('SET', KEYS[1], string.format('%.9f %.0f', level, now), 'PX', life)
end
return 0
`);
