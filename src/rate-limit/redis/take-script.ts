import { RedisScript } from '../../common/redis/redis-script';

/**
 * Judges one request, as MemoryLedger.take does. A bucket is the text `taken atMicroseconds`, a stream an entry of a
 * sorted set whose score is the time at which it counts as lost. All keys end by themselves: a bucket when it is full
 * again, the streams when the last of them is due.
 *
 * KEYS: requests, caller requests, tokens, streams.
 * ARGV: period; limit and cost of the three buckets; most streams, slot and its lifetime.
 * Times are microseconds, by the clock of Redis alone. A level of a time to come, since that clock was set back, counts
 * as one of now, or nothing would fill up until it has caught up.
 *
 * Returns which limit stands in the way (1 to 3 for a bucket, 4 for the streams, 0 for none), and the three levels as
 * text.
 */
export const TAKE = new RedisScript(`
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local period = tonumber(ARGV[1])
local levels = {}

local function limit_of(bucket) return tonumber(ARGV[2 * bucket]) end
local function cost_of(bucket) return tonumber(ARGV[2 * bucket + 1]) end

local function write(bucket, level)
  local life = math.ceil(level * period / limit_of(bucket) / 1000)
  redis.call('SET', KEYS[bucket], string.format('%.9f %.0f', level, now), 'PX', math.max(1, life))
end

for bucket = 1, 3 do
  levels[bucket] = 0
  local stored = limit_of(bucket) > 0 and redis.call('GET', KEYS[bucket])
  if stored then
    local taken, at = string.match(stored, '(%S+) (%S+)')
    if tonumber(at) > now then
      write(bucket, tonumber(taken))
      at = now
    end
    local filled = (now - tonumber(at)) * limit_of(bucket) / period
    levels[bucket] = math.max(0, tonumber(taken) - filled)
  end
end

local function is_full(bucket)
  return limit_of(bucket) > 0 and levels[bucket] + cost_of(bucket) > limit_of(bucket) + 0.000001
end

local most_streams, slot, slot_life = tonumber(ARGV[8]), ARGV[9], tonumber(ARGV[10])
local exceeded = 0
if is_full(1) then exceeded = 1 elseif is_full(2) then exceeded = 2 end
if exceeded == 0 and most_streams > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now)
  if redis.call('ZCARD', KEYS[4]) >= most_streams then exceeded = 4 end
end
if exceeded == 0 and is_full(3) then exceeded = 3 end

if exceeded == 0 or exceeded == 3 then
  for bucket = 1, 3 do
    if limit_of(bucket) > 0 and bucket ~= exceeded then
      levels[bucket] = levels[bucket] + cost_of(bucket)
      write(bucket, levels[bucket])
    end
  end
  if most_streams > 0 then
    redis.call('ZADD', KEYS[4], now + slot_life, slot)
    redis.call('PEXPIRE', KEYS[4], math.ceil(slot_life / 1000))
  end
end

local function text(level) return string.format('%.9f', level) end
return { exceeded, text(levels[1]), text(levels[2]), text(levels[3]) }
`);
