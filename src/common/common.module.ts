import { Global, Module } from '@nestjs/common';
import { Clock } from './clock';
import { IdGenerator } from './id-generator';
import { KeyedDigest } from './keyed-digest';
import { RedisConnection } from './redis/redis-connection';

@Global()
@Module({
  providers: [Clock, IdGenerator, KeyedDigest, RedisConnection],
  exports: [Clock, IdGenerator, KeyedDigest, RedisConnection],
})
export class CommonModule {}
