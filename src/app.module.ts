import { type DynamicModule, Module, ValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { type DestinationStream } from 'pino';
import { AccessGuard } from './access/access.guard';
import { AccessModule } from './access/access.module';
import { AgentModule } from './agent/agent.module';
import { CardApiModule } from './card-api/card-api.module';
import { CommonModule } from './common/common.module';
import { RouteTable } from './common/http/route-table';
import { toLoggerParams } from './common/logging/to-logger-params';
import { type AppConfig } from './config/app-config';
import { ConfigModule } from './config/config.module';
import { HealthModule } from './health/health.module';
import { OpenAiExceptionFilter } from './openai/errors/openai-exception.filter';
import { toValidationError } from './openai/errors/to-validation-error';
import { OpenAiModule } from './openai/openai.module';
import { RateLimitGuard } from './rate-limit/rate-limit.guard';
import { RateLimitModule } from './rate-limit/rate-limit.module';

export interface AppModuleOptions {
  readonly config: AppConfig;
  readonly routes: RouteTable;
  readonly logDestination?: DestinationStream;
}

/** The body is validated as sent: nothing is converted, unknown fields are dropped, `null` counts as absent. */
const VALIDATION = new ValidationPipe({
  whitelist: true,
  transform: true,
  exceptionFactory: toValidationError,
  // Nest takes the values out of nested errors otherwise, and then nobody can say what was sent instead.
  validationError: { target: false, value: true },
});

/** The composition root. */
@Module({})
export class AppModule {
  static register({ config, routes, logDestination }: AppModuleOptions): DynamicModule {
    const loggerSettings = { level: config.logLevel, ...(logDestination && { destination: logDestination }) };
    return {
      module: AppModule,
      imports: [
        ConfigModule.register(config),
        LoggerModule.forRoot(toLoggerParams(loggerSettings)),
        CommonModule,
        AccessModule,
        RateLimitModule,
        AgentModule,
        CardApiModule,
        OpenAiModule,
        HealthModule,
      ],
      providers: [
        { provide: RouteTable, useValue: routes },
        { provide: APP_FILTER, useClass: OpenAiExceptionFilter },
        // In this order: what a request may ask for depends on its key.
        { provide: APP_GUARD, useExisting: AccessGuard },
        { provide: APP_GUARD, useExisting: RateLimitGuard },
        { provide: APP_PIPE, useValue: VALIDATION },
      ],
    };
  }
}
