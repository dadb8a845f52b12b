import { Global, Module } from '@nestjs/common';
import { Clock } from './clock';
import { IdGenerator } from './id-generator';
import { RedisConnection } from './redis/redis-connection';

@Global()
@Module({ providers: [Clock, IdGenerator, RedisConnection], exports: [Clock, IdGenerator, RedisConnection] })
export class CommonModule {}
