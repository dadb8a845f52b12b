import { Module } from '@nestjs/common';
import { Clock } from '../common/clock';
import { RedisConnection } from '../common/redis/redis-connection';
import { AppConfig } from '../config/app-config';
import { assumeInstances } from './assume-instances';
import { CallerNames } from './caller-names';
import { toLimits } from './limits';
import { RateLimitGuard } from './rate-limit.guard';
import { RateLimiter } from './rate-limiter';

@Module({
  providers: [
    {
      provide: RateLimiter,
      inject: [AppConfig, RedisConnection, Clock],
      useFactory: ({ rateLimits, databaseUrl }: AppConfig, redis: RedisConnection, clock: Clock) =>
        new RateLimiter({ limits: toLimits(rateLimits), redis, clock, assumedInstances: assumeInstances(databaseUrl) }),
    },
    CallerNames,
    RateLimitGuard,
  ],
  exports: [RateLimitGuard],
})
export class RateLimitModule {}
